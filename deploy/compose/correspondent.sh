#!/bin/sh
# Somebody who knows nothing of mobility:
#   docker compose exec cn ping 2001:db8:1::50
set -eu
ip route replace default via 192.0.2.9
ip -6 route replace default via 2001:db8:c::1
exec sleep infinity
