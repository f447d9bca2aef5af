"""Independent oracle for the codecs: what scapy reads in our packets, and packets of its own making.

  scapy_oracle.py decode             hex lines on stdin -> one description a line
  scapy_oracle.py encode SEED COUNT  COUNT lines of "hex TAB description"

A description is made of "|"-separated parts and is the same as the one of OracleDescription.cs:
  source destination [hao address] [rh2 address]|message|option|option...
Addresses are 32 hex digits, so that the text forms of the two sides do not matter.
"""
import random
import socket
import sys

from scapy.layers import inet6 as s


def addr(text):
    return socket.inet_pton(socket.AF_INET6, text).hex()


def option(o):
    if isinstance(o, s.MIP6OptBRAdvice):
        return f"advice {o.rinter}"
    if isinstance(o, s.MIP6OptAltCoA):
        return f"acoa {addr(o.acoa)}"
    if isinstance(o, s.MIP6OptNonceIndices):
        return f"nonce {o.hni} {o.coni}"
    if isinstance(o, s.MIP6OptBindingAuthData):
        return f"auth {o.authenticator:024x}"
    if isinstance(o, s.MIP6OptMobNetPrefix):
        return f"mnp {o.plen} {addr(o.prefix)}"
    if isinstance(o, s.MIP6OptMNID):
        return f"mnid {o.subtype} {bytes(o.id).hex()}"
    raw = bytes(o)
    return f"option {raw[0]} {raw[2:].hex()}"


def is_padding(o):
    return isinstance(o, (s.Pad1, s.PadN))


def mobility(m):
    kind = m.getfieldval("mhtype")
    if kind == 0:
        head = "brr"
    elif kind in (1, 2):
        head = f"{('hoti', 'coti')[kind - 1]} {bytes(m.cookie).hex()}"
    elif kind in (3, 4):
        head = f"{('hot', 'cot')[kind - 3]} {m.index} {bytes(m.cookie).hex()} {bytes(m.token).hex()}"
    elif kind == 5:
        # scapy knows 7 flags; F is the first of its reserved bits.
        head = f"bu {m.seq} {(int(m.flags) << 9 | m.reserved) & 0xff00:04x} {m.mhtime}"
    elif kind == 6:
        head = f"ba {m.status} {int(m.flags) << 5 & 0xc0:02x} {m.seq} {m.mhtime}"
    else:
        head = f"be {m.status} {addr(m.ha)}"
    return [head] + [option(o) for o in m.options if not is_padding(o)]


def icmp(m):
    if isinstance(m, s.ICMPv6HAADRequest):
        return [f"dhaad-request {m.id} {m.R}"]
    if isinstance(m, s.ICMPv6HAADReply):
        return [f"dhaad-reply {m.id} {m.R}"] + [addr(a) for a in m.addresses]
    if isinstance(m, s.ICMPv6MPSol):
        return [f"mps {m.id}"]
    if isinstance(m, s.ICMPv6MPAdv):
        parts = [f"mpa {m.id} {m.flags}"]
        p = m.payload
        while isinstance(p, s.ICMPv6NDOptPrefixInfo):
            parts.append(f"prefix {p.prefixlen} {p.L}{p.A}{p.R} {p.validlifetime} {p.preferredlifetime} {addr(p.prefix)}")
            p = p.payload
        return parts
    if isinstance(m, s.ICMPv6PacketTooBig):
        return [f"error 2 {m.code} {m.mtu}", bytes(m)[8:].hex()]
    if isinstance(m, s.ICMPv6ParamProblem):
        return [f"error 4 {m.code} {m.ptr}", bytes(m)[8:].hex()]
    return [f"error {m.type} {m.code} 0", bytes(m)[8:].hex()]


def describe(raw):
    packet = s.IPv6(raw)
    head = [addr(packet.src), addr(packet.dst)]
    layer = packet.payload
    while isinstance(layer, (s.IPv6ExtHdrDestOpt, s.IPv6ExtHdrRouting)):
        if isinstance(layer, s.IPv6ExtHdrRouting):
            assert (layer.type, layer.segleft, layer.len) == (2, 1, 2), layer
            head += ["rh2", addr(layer.addresses[0])]
        else:
            # in6_chksum sees the option only when it is alone.
            layer.options = [o for o in layer.options if not is_padding(o)]
            head += [f"hao {addr(o.hoa)}" for o in layer.options if isinstance(o, s.HAO)]
        layer = layer.payload
    upper = raw[len(raw) - len(bytes(layer)):]
    protocol = 135 if isinstance(layer, s._MobilityHeader) else 58
    if s.in6_chksum(protocol, layer, upper) not in (0, 0xffff):
        return "bad checksum"
    return "|".join([" ".join(head)] + (mobility(layer) if protocol == 135 else icmp(layer)))


def random_address(r):
    return "2001:db8:" + ":".join(f"{r.getrandbits(16):x}" for _ in range(6))


def random_bytes(r, low, high):
    return bytes(r.getrandbits(8) for _ in range(r.randint(low, high)))


def random_options(r):
    makers = [
        lambda: s.MIP6OptBRAdvice(rinter=r.getrandbits(16)),
        lambda: s.MIP6OptAltCoA(acoa=random_address(r)),
        # scapy's own default lengths of these two are wrong
        lambda: s.MIP6OptNonceIndices(olen=4, hni=r.getrandbits(16), coni=r.getrandbits(16)),
        lambda: s.MIP6OptMobNetPrefix(plen=r.randint(0, 128), prefix=random_address(r)),
        lambda: s.MIP6OptMNID(subtype=r.getrandbits(8), id=random_bytes(r, 0, 30)),
        lambda: s.MIP6OptUnknown(otype=r.randint(100, 255), odata=random_bytes(r, 0, 20)),
    ]
    options = [r.choice(makers)() for _ in range(r.randint(0, 4))]
    if r.random() < 0.3:
        options.append(s.MIP6OptBindingAuthData(olen=12, authenticator=r.getrandbits(96)))
    return options


def random_mobility(r):
    kind, options = r.randint(0, 7), random_options(r)
    cookie, token = random_bytes(r, 8, 8), random_bytes(r, 8, 8)
    if kind == 0:
        return s.MIP6MH_BRR(options=options)
    if kind in (1, 2):
        return (s.MIP6MH_HoTI, s.MIP6MH_CoTI)[kind - 1](mhtype=kind, cookie=cookie, options=options)
    if kind in (3, 4):
        maker = (s.MIP6MH_HoT, s.MIP6MH_CoT)[kind - 3]
        return maker(mhtype=kind, index=r.getrandbits(16), cookie=cookie, token=token, options=options)
    if kind == 5:
        return s.MIP6MH_BU(seq=r.getrandbits(16), flags=r.getrandbits(7), reserved=r.getrandbits(9), mhtime=r.getrandbits(16), options=options)
    if kind == 6:
        return s.MIP6MH_BA(
            status=r.getrandbits(8), flags=r.getrandbits(3), res2=r.getrandbits(5), seq=r.getrandbits(16), mhtime=r.getrandbits(16),
            options=options)
    # scapy does not pad this one by itself
    return s.MIP6MH_BE(status=r.getrandbits(8), ha=random_address(r), options=[])


def random_icmp(r):
    invoking = bytes(s.IPv6(src=random_address(r), dst=random_address(r), nh=59))
    kind = r.randint(0, 7)
    if kind == 0:
        return s.ICMPv6HAADRequest(id=r.getrandbits(16), R=r.getrandbits(1), res=r.getrandbits(15))
    if kind == 1:
        return s.ICMPv6HAADReply(id=r.getrandbits(16), R=r.getrandbits(1), addresses=[random_address(r) for _ in range(r.randint(0, 4))])
    if kind == 2:
        return s.ICMPv6MPSol(id=r.getrandbits(16), res=r.getrandbits(16))
    if kind == 3:
        message = s.ICMPv6MPAdv(id=r.getrandbits(16), flags=r.getrandbits(2), res=r.getrandbits(14))
        for _ in range(r.randint(0, 3)):
            message /= s.ICMPv6NDOptPrefixInfo(
                prefixlen=r.getrandbits(8), L=r.getrandbits(1), A=r.getrandbits(1), R=r.getrandbits(1), res1=r.getrandbits(5),
                validlifetime=r.getrandbits(32), preferredlifetime=r.getrandbits(32), res2=r.getrandbits(32), prefix=random_address(r))
        return message
    if kind == 4:
        return s.ICMPv6DestUnreach(code=r.randint(0, 6)) / invoking
    if kind == 5:
        return s.ICMPv6PacketTooBig(mtu=r.getrandbits(16)) / invoking
    if kind == 6:
        return s.ICMPv6TimeExceeded(code=0) / invoking
    return s.ICMPv6ParamProblem(code=r.randint(0, 2), ptr=r.getrandbits(8)) / invoking


def random_packet(r):
    packet = s.IPv6(src=random_address(r), dst=random_address(r), tc=r.getrandbits(8), fl=r.getrandbits(20))
    if r.random() < 0.4:
        packet /= s.IPv6ExtHdrRouting(type=2, segleft=1, addresses=[random_address(r)])
    if r.random() < 0.4:
        packet /= s.IPv6ExtHdrDestOpt(options=[s.HAO(hoa=random_address(r))])
    return packet / (random_mobility(r) if r.random() < 0.7 else random_icmp(r))


def main(arguments):
    if arguments[0] == "decode":
        for line in sys.stdin:
            print(describe(bytes.fromhex(line)))
    else:
        r = random.Random(int(arguments[1]))
        for _ in range(int(arguments[2])):
            raw = bytes(random_packet(r))
            print(f"{raw.hex()}\t{describe(raw)}")


main(sys.argv[1:])
