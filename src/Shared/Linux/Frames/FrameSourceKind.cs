namespace DsMip.Linux;

/// <summary>What a frame source listens to; a frame is always a complete IP packet, outer header first.</summary>
public enum FrameSourceKind
{
    /// <summary>The TUN interface: packets that the kernel routed into it.</summary>
    Tunnel,

    /// <summary>UDP over IPv4; the IPv4 and UDP headers are synthesised.</summary>
    Udp,

    /// <summary>A protocol directly over IPv4.</summary>
    RawIpv4,

    /// <summary>A protocol directly over IPv6; the IPv6 header is synthesised, extension headers are gone.</summary>
    RawIpv6,

    /// <summary>ICMP errors, headers included.</summary>
    IcmpError,

    /// <summary>ICMPv6 errors; the IPv6 header is synthesised.</summary>
    Icmpv6Error,

    /// <summary>ICMPv6 of home agent address discovery; the IPv6 header is synthesised.</summary>
    AddressDiscovery,

    /// <summary>IPv6 packets whose first next header is Routing, ESP or Destination Options, as they arrived.</summary>
    PacketTap,

    /// <summary>IPv4 | UDP | ESP (RFC 3948) of port 4500, as it arrived.</summary>
    EspInUdp,

    /// <summary>Mobility Headers in the clear, above the kernel's IPsec; the IPv6 header is synthesised.</summary>
    MobilityHeader,
}
