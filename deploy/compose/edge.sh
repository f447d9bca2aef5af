#!/bin/sh
# An edge: the addresses that all edges share, the way to the router, and the home agent.
set -eu
ip addr replace 192.0.2.2/32 dev lo
ip -6 addr replace 2001:db8:1::1/128 dev lo nodad
ip route replace default via 192.0.2.33
ip -6 route replace default via 2001:db8:f:1::1
exec as-app dsmip-ha --config /etc/dsmip/ha.json
