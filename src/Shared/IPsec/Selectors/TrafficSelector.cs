using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>The selectors of a policy entry or an SA (RFC 4301 4.4.1.1). A null field is ANY; a field with a value never matches OPAQUE.</summary>
public readonly record struct TrafficSelector(AddressSelector Local, AddressSelector Remote)
{
    /// <summary>Everything of both families.</summary>
    public static readonly TrafficSelector Any;

    public byte? Protocol { get; init; }
    public byte? MhType { get; init; }
    public byte? IcmpType { get; init; }
    public ushort? LocalPort { get; init; }
    public ushort? RemotePort { get; init; }

    /// <summary>Mobility Header messages of one type, or of all.</summary>
    public static TrafficSelector MobilityHeader(AddressSelector local, AddressSelector remote, byte? type = null) =>
        new(local, remote) { Protocol = IpProtocol.MobilityHeader, MhType = type };

    /// <summary>ICMPv6 messages of one type, or of all.</summary>
    public static TrafficSelector Icmpv6(AddressSelector local, AddressSelector remote, byte? type = null) =>
        new(local, remote) { Protocol = IpProtocol.Icmpv6, IcmpType = type };

    public bool Matches(in PacketSelectors packet) =>
        Allows(Protocol, packet.Protocol)
        && Allows(MhType, packet.MhType)
        && Allows(IcmpType, packet.IcmpType)
        && Allows(LocalPort, packet.LocalPort)
        && Allows(RemotePort, packet.RemotePort)
        && Local.Contains(packet.Local)
        && Remote.Contains(packet.Remote);

    /// <summary>An SA made for the policy entry with these selectors may have the other ones: the same or narrower (RFC 4301 4.4.1).</summary>
    public bool Contains(in TrafficSelector other) =>
        Allows(Protocol, other.Protocol)
        && Allows(MhType, other.MhType)
        && Allows(IcmpType, other.IcmpType)
        && Allows(LocalPort, other.LocalPort)
        && Allows(RemotePort, other.RemotePort)
        && Local.Contains(other.Local)
        && Remote.Contains(other.Remote);

    private static bool Allows(byte? wanted, byte? shown) => wanted is null || wanted == shown;

    private static bool Allows(ushort? wanted, ushort? shown) => wanted is null || wanted == shown;
}
