#!/bin/sh
# Edge:RouteCommand for an edge that runs FRR (https://frrouting.org) and speaks BGP: add|remove PREFIX.
#
# The prefix is announced by a network statement of the BGP instance below, in the running configuration only: what is left in a
# written configuration would be announced without a home agent. "no bgp network import-check" is needed there, since the prefix is
# routed into the TUN and not learned from anybody. The edge needs to be in the group frrvty.
#
#   DSMIP_BGP_AS   the AS number of "router bgp" (required)
set -eu

usage() { echo "usage: $0 add|remove PREFIX" >&2; exit 2; }

[ $# -eq 2 ] || usage
case $1 in add) no= ;; remove) no='no ' ;; *) usage ;; esac
case $2 in *[!0-9a-f:./]*) usage ;; *:*/*) family=ipv6 ;; *.*/*) family=ipv4 ;; *) usage ;; esac
: "${DSMIP_BGP_AS:?is to be the number of the AS}"

exec vtysh -c 'configure terminal' -c "router bgp $DSMIP_BGP_AS" -c "address-family $family unicast" -c "${no}network $2"
