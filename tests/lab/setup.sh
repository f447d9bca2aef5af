#!/bin/bash
# Installs what the lab and the tests need from Debian, by name, and only what is missing: a second run is a few file look-ups.
set -eu

missing=()
needs() { # package, then a file or program that shows it is there
    if [[ $2 == /* ]]; then [ -e "$2" ] || missing+=("$1"); else command -v "$2" >/dev/null || missing+=("$1"); fi
}

PATH=$PATH:/usr/sbin:/sbin
needs iproute2 ip
needs nftables nft
needs iputils-ping ping
needs tcpdump tcpdump
needs tshark tshark
needs conntrack conntrack
needs procps ps
needs util-linux setsid
needs python3-scapy /usr/lib/python3/dist-packages/scapy
needs python3-cryptography /usr/lib/python3/dist-packages/cryptography
needs user-mode-linux linux.uml
needs libfaketime /usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1
needs kmod modprobe
needs gcc gcc
needs libc6-dev /usr/include/stdio.h
needs linux-libc-dev /usr/include/linux/xfrm.h
needs iptables iptables-legacy
needs charon-systemd charon-systemd
needs strongswan-swanctl swanctl
needs libstrongswan-standard-plugins /usr/lib/ipsec/plugins/libstrongswan-gcm.so
needs libstrongswan-extra-plugins /usr/lib/ipsec/plugins/libstrongswan-curve25519.so
needs libcharon-extra-plugins /usr/lib/ipsec/plugins/libstrongswan-eap-md5.so
needs libcharon-extauth-plugins /usr/lib/ipsec/plugins/libstrongswan-eap-mschapv2.so
needs docker-compose docker-compose
needs chromium chromium
needs bind9 /usr/sbin/named
needs bind9-dnsutils dig
needs postgresql "$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | tail -n 1 | grep . || echo /usr/lib/postgresql)"

if [ ${#missing[@]} -gt 0 ]; then
    if [ "$(id -u)" != 0 ]; then
        echo "missing Debian packages: ${missing[*]} (run as root: make setup)" >&2
        exit 1
    fi
    echo "installing from Debian: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # Tests start servers of their own: Debian's cluster would only hold port 5432 and start with the machine.
    if [[ " ${missing[*]} " == *" postgresql "* ]]; then
        apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null
        sed -i 's/^#\?create_main_cluster *=.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    fi
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    # Tests start their own here, too.
    if [[ " ${missing[*]} " == *" bind9 "* ]]; then systemctl disable --now named >/dev/null 2>&1 || true; fi
fi

if ! command -v dotnet >/dev/null; then
    echo "the .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2
    exit 1
fi
