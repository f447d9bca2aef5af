#!/usr/bin/python3
"""A correspondent of RFC 6275 9 that is not ours: scapy reads and builds the headers, hashlib and hmac make tokens, keys and authenticators.

usage: scapy_correspondent.py INTERFACE ADDRESS

Lives behind a TUN interface that it makes, with a route to its address; answers tests, Binding Updates and pings. SIGUSR1: it forgets all bindings
and understands Mobility Headers no longer. Prints one line of JSON for each event; a ping counts by the way that it came and that its answer goes.
"""
import fcntl
import hashlib
import hmac
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time

from scapy.layers.inet6 import (
    ICMPv6EchoReply, ICMPv6EchoRequest, IPv6, MIP6MH_BA, MIP6MH_BE, MIP6MH_BU, MIP6MH_CoT, MIP6MH_CoTI, MIP6MH_HoT, MIP6MH_HoTI, in6_chksum)
from scapy.packet import Raw

interface, address = sys.argv[1:3]
DESTINATION_OPTIONS, ROUTING, ICMPV6, MOBILITY_HEADER = 60, 43, 58, 135
NODE_KEY = os.urandom(20)
nonces = {}
bindings = {}
sequences = {}
deaf = False


def number(text):
    return socket.inet_pton(socket.AF_INET6, text)


def text(number_):
    return socket.inet_ntop(socket.AF_INET6, number_)


def say(event, **more):
    print(json.dumps({"event": event, **more}), flush=True)


def index():
    now = int(time.monotonic() / 30) & 0xffff
    nonces.setdefault(now, os.urandom(8))
    return now


def token(of, nonce, kind):
    return hmac.new(NODE_KEY, number(of) + nonces[nonce] + bytes([kind]), hashlib.sha1).digest()[:8]


def key(home, home_nonce, care_of, care_of_nonce):
    tokens = token(home, home_nonce, 0) + (token(care_of, care_of_nonce, 1) if care_of else b"")
    return hashlib.sha1(tokens).digest()


def authenticator(kbm, care_of, message):
    data = number(care_of) + number(address) + message[:4] + b"\0\0" + message[6:-12]
    return hmac.new(kbm, data, hashlib.sha1).digest()[:12]


def send(destination, protocol, payload, home=None):
    if home:
        header = bytes([protocol, 2, 2, 1, 0, 0, 0, 0]) + number(home)
        packet = IPv6(src=address, dst=destination, nh=ROUTING) / Raw(header + payload)
    else:
        packet = IPv6(src=address, dst=destination, nh=protocol) / Raw(payload)
    os.write(tun, bytes(packet))


def send_message(message, destination, home=None):
    message = message[:4] + b"\0\0" + message[6:]
    checksum = in6_chksum(MOBILITY_HEADER, IPv6(src=address, dst=home or destination), message)
    send(destination, MOBILITY_HEADER, message[:4] + struct.pack(">H", checksum) + message[6:], home)


def options(message):
    found, at = {}, 12
    while at < len(message):
        if message[at] == 0:
            at += 1
            continue
        found[message[at]] = message[at + 2:at + 2 + message[at + 1]]
        at += 2 + message[at + 1]
    return found


def binding_update(message, source, home):
    update = MIP6MH_BU(message)
    found = options(message)
    if 4 not in found or 5 not in found or found[5] != message[-12:]:
        return say("refused", why="options")
    home_nonce, care_of_nonce = struct.unpack(">HH", found[4])
    removes = update.mhtime == 0 or source == home
    if home_nonce not in nonces or not removes and care_of_nonce not in nonces:
        return say("refused", why="nonces")
    kbm = key(home, home_nonce, None if removes else source, care_of_nonce)
    bound = home if removes else source
    if not hmac.compare_digest(authenticator(kbm, bound, message), found[5]):
        return say("refused", why="authenticator")
    if home in sequences and not 0 < update.seq - sequences[home] & 0xffff < 0x8000:
        return say("refused", why="sequence")
    sequences[home] = update.seq
    bindings.pop(home, None)
    if removes:
        sequences.pop(home)  # without a binding any number will do (RFC 6275 9.5.1)
    else:
        bindings[home] = source
    say("removed" if removes else "bound", home=home, careOf=source, lifetime=update.mhtime * 4)
    header = bytes(MIP6MH_BA(len=3, status=0, flags=0, seq=update.seq, mhtime=update.mhtime))[:12]
    answer = header + bytes([1, 4, 0, 0, 0, 0, 5, 12]) + bytes(12)
    answer = answer[:-12] + authenticator(kbm, bound, answer)
    send_message(answer, source, None if removes else home)


def mobility(message, source, home):
    if in6_chksum(MOBILITY_HEADER, IPv6(src=home or source, dst=address), message) not in (0, 0xffff):
        return say("refused", why="checksum")
    if deaf:
        return None
    if message[2] == 1:
        answer = MIP6MH_HoT(index=index(), cookie=MIP6MH_HoTI(message).cookie, token=token(source, index(), 0))
        return send_message(bytes(answer), source)
    if message[2] == 2:
        answer = MIP6MH_CoT(index=index(), cookie=MIP6MH_CoTI(message).cookie, token=token(source, index(), 1))
        return send_message(bytes(answer), source)
    return binding_update(message, source, home or source) if message[2] == 5 else None


def echo(content, source, home):
    request = ICMPv6EchoRequest(content)
    reply = bytes(ICMPv6EchoReply(id=request.id, seq=request.seq, data=request.data))
    peer = home or source
    care_of = bindings.get(peer)
    checksum = in6_chksum(ICMPV6, IPv6(src=address, dst=peer), reply[:2] + b"\0\0" + reply[4:])
    say("echo", came="direct" if home else "tunnel", goes="direct" if care_of else "tunnel", source=source)
    send(care_of or peer, ICMPV6, reply[:2] + struct.pack(">H", checksum) + reply[4:], peer if care_of else None)


def handle(frame):
    packet = IPv6(frame)
    if packet.version != 6 or packet.dst != address:
        return
    protocol, content, home = packet.nh, frame[40:40 + packet.plen], None
    if protocol == DESTINATION_OPTIONS and content[6:8] == b"\xc9\x10":
        protocol, home, content = content[0], text(content[8:24]), content[24:]
        if protocol != MOBILITY_HEADER and bindings.get(home) != packet.src:
            say("error", source=packet.src)
            send_message(bytes(MIP6MH_BE(len=2, status=1, ha=home)), packet.src)
            return
    if protocol == MOBILITY_HEADER:
        mobility(content, packet.src, home)
    elif protocol == ICMPV6 and content[0] == 128:
        echo(content, packet.src, home)
    elif protocol == ICMPV6 and content[0] == 4:
        # Somebody's stack has seen a header that it was not to see.
        say("complaint", source=packet.src)


def forget(*_):
    global deaf
    deaf = True
    bindings.clear()


tun = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tun, 0x400454ca, struct.pack("16sH", interface.encode(), 0x1001))
subprocess.run(["ip", "link", "set", interface, "up"], check=True)
subprocess.run(["ip", "-6", "route", "replace", address + "/128", "dev", interface], check=True)
signal.signal(signal.SIGUSR1, forget)
say("ready")
while True:
    handle(os.read(tun, 65536))
