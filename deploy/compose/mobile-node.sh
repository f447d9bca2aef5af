#!/bin/sh
# The mobile node is on an IPv6 network and on one behind a NAT. It moves when an interface goes down:
#   docker compose exec mn ip link set eth0 down
set -eu
ip route replace default via 10.1.0.1
ip -6 route replace default via 2001:db8:6::1
exec as-app dsmip-mn run --config /etc/dsmip/mn.json
