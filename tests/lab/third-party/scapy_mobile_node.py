#!/usr/bin/python3
"""A mobile node that is not ours: scapy builds the Binding Update of RFC 6275 and reads the answer.

usage: scapy_mobile_node.py INTERFACE CARE_OF HOME_AGENT HOME_ADDRESS LIFETIME clear
       scapy_mobile_node.py INTERFACE CARE_OF HOME_AGENT HOME_ADDRESS LIFETIME esp SPI_OUT KEY_OUT SPI_IN KEY_IN

LIFETIME in units of 4 s; keys of AES-GCM with 16 bytes ICV, hexadecimal, salt at the end; no extended sequence numbers. Sends until there is an
answer, six times at most, and prints one line of JSON.
"""
import json
import select
import socket
import sys

from scapy.layers.inet6 import (HAO, IPv6, IPv6ExtHdrDestOpt, IPv6ExtHdrRouting, MIP6MH_BA, MIP6MH_BU, MIP6OptAltCoA, in6_chksum)
from scapy.layers.ipsec import ESP, SecurityAssociation
from scapy.packet import Raw

MOBILITY_HEADER, ROUTING, ESP_PROTOCOL = 135, 43, 50
interface, care_of, home_agent, home, lifetime, mode = sys.argv[1:7]


def association(spi, key):
    return SecurityAssociation(ESP, spi=int(spi, 0), crypt_algo="AES-GCM", crypt_key=bytes.fromhex(key))


outbound, inbound = (association(*sys.argv[7:9]), association(*sys.argv[9:11])) if mode == "esp" else (None, None)


def binding_update(sequence):
    # Between home address and home agent, as IPsec and the checksum see it; the care-of address comes in afterwards.
    options = [MIP6OptAltCoA(acoa=care_of)]
    inner = IPv6(src=home, dst=home_agent) / MIP6MH_BU(seq=sequence, flags="AH", mhtime=int(lifetime), options=options)
    if outbound:
        inner = outbound.encrypt(IPv6(bytes(inner)))
    inner = IPv6(bytes(inner))
    packet = IPv6(src=care_of, dst=home_agent) / IPv6ExtHdrDestOpt(nh=inner.nh, options=[HAO(hoa=home)]) / Raw(bytes(inner.payload))
    return bytes(packet)


def read(frame):
    packet = IPv6(frame)
    if packet.src != home_agent or packet.dst != care_of or packet.nh != ROUTING:
        return None
    header = frame[40:64]
    routing = {"type": header[2], "segmentsLeft": header[3], "homeAddress": socket.inet_ntop(socket.AF_INET6, header[8:24])}
    if header[0] != (ESP_PROTOCOL if inbound else MOBILITY_HEADER):
        return None
    inner = IPv6(src=home_agent, dst=home, nh=header[0], hlim=packet.hlim, plen=len(frame) - 64) / Raw(frame[64:40 + packet.plen])
    if inbound:
        inner = inbound.decrypt(IPv6(bytes(inner)))
    message = bytes(inner)[40:]
    answer = MIP6MH_BA(message)
    return {
        "status": answer.status, "sequence": answer.seq, "lifetime": answer.mhtime, "mhType": answer.mhtype, "payloadProto": answer.nh,
        "checksumIsRight": in6_chksum(MOBILITY_HEADER, IPv6(src=home_agent, dst=home), message) in (0, 0xffff), "routing": routing,
    }


receiver = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x86dd))
receiver.bind((interface, 0x86dd))
# The IPv6 header is ours.
sender = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
for attempt in range(1, 7):
    sender.sendto(binding_update(attempt), (home_agent, 0))
    while select.select([receiver], [], [], 5)[0]:
        answer = read(receiver.recv(4096))
        if answer is not None:
            print(json.dumps(answer | {"attempt": attempt}))
            sys.exit(0)
sys.exit("no answer")
