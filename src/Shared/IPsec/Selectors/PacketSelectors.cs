using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>
/// What one packet shows to the databases (RFC 4301 4.4.1.1). Local and remote are seen from this host: the source is local on the way
/// out and remote on the way in. A null field is OPAQUE: the packet has none, or it lies in another fragment.
/// </summary>
public readonly record struct PacketSelectors(IpAddress Local, IpAddress Remote, byte Protocol)
{
    /// <summary>Type field of a Mobility Header (protocol 135).</summary>
    public byte? MhType { get; init; }

    /// <summary>Type field of an ICMP or ICMPv6 message.</summary>
    public byte? IcmpType { get; init; }

    public ushort? LocalPort { get; init; }
    public ushort? RemotePort { get; init; }
}
