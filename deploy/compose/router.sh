#!/bin/sh
# The internet of the example: routes between the networks, hides the private one behind an address, and follows the edges' announcements. The last
# to announce a block gets it; the home agent's own addresses lead to all edges that some block leads to.
set -eu
nft -f - <<NFT
table ip nat { chain postrouting { type nat hook postrouting priority srcnat; ip saddr 10.1.0.0/24 masquerade } }
NFT
hop() { case $1/$2 in e1/4) echo 192.0.2.34 ;; e2/4) echo 192.0.2.42 ;; e1/6) echo 2001:db8:f:1::2 ;; e2/6) echo 2001:db8:f:1::3 ;; esac; }
cd /routes
rm -f ./*
while sleep 0.2; do
  edges=
  for block in $(ls | grep -v '\.new$' | sed 's/@.*//' | sort -u); do
    prefix=$(echo "$block" | tr _ /)
    last=$(ls -t "$block"@* 2>/dev/null | head -1)
    [ -n "$last" ] || continue
    edge=${last##*@}
    edges="$edges $edge"
    case $prefix in
      *:*) ip -6 route replace "$prefix" via "$(hop "$edge" 6)" ;;
      *) ip route replace "$prefix" via "$(hop "$edge" 4)" ;;
    esac
  done
  four= six=
  for edge in $(echo "$edges" | tr ' ' '\n' | sort -u); do
    four="$four nexthop via $(hop "$edge" 4)" six="$six nexthop via $(hop "$edge" 6)"
  done
  if [ -n "$four" ]; then
    # Unquoted: a list of words each.
    ip route replace 192.0.2.2/32 $four
    ip -6 route replace 2001:db8:1::1/128 $six
  fi
done
