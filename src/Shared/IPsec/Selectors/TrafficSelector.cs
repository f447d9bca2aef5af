using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>The selectors of a policy entry or an SA (RFC 4301 4.4.1.1). A null field is ANY; a field with a value never matches OPAQUE.</summary>
public readonly record struct TrafficSelector(AddressSelector Local, AddressSelector Remote)
{
    /// <summary>Everything of both families.</summary>
    public static readonly TrafficSelector Any;

    public byte? Protocol { get; init; }
    public byte? MhType { get; init; }

    /// <summary>Types that are selected beside <see cref="MhType"/>, bit n for type n, up to 63; a list of values, as RFC 4301 4.4.1.1 has it.</summary>
    public ulong OtherMhTypes { get; init; }

    public byte? IcmpType { get; init; }
    public ushort? LocalPort { get; init; }
    public ushort? RemotePort { get; init; }

    /// <summary>Mobility Header messages of one type, or of all.</summary>
    public static TrafficSelector MobilityHeader(AddressSelector local, AddressSelector remote, byte? type = null) =>
        new(local, remote) { Protocol = IpProtocol.MobilityHeader, MhType = type };

    /// <summary>Mobility Header messages of some types.</summary>
    /// <param name="others">Up to 63.</param>
    public static TrafficSelector MobilityHeader(AddressSelector local, AddressSelector remote, byte type, params ReadOnlySpan<byte> others)
    {
        var set = 0UL;
        foreach (var other in others) set |= 1UL << other;
        return new TrafficSelector(local, remote) { Protocol = IpProtocol.MobilityHeader, MhType = type, OtherMhTypes = set };
    }

    /// <summary>ICMPv6 messages of one type, or of all.</summary>
    public static TrafficSelector Icmpv6(AddressSelector local, AddressSelector remote, byte? type = null) =>
        new(local, remote) { Protocol = IpProtocol.Icmpv6, IcmpType = type };

    public bool Matches(in PacketSelectors packet) =>
        Allows(Protocol, packet.Protocol)
        && AllowsMhType(packet.MhType)
        && Allows(IcmpType, packet.IcmpType)
        && Allows(LocalPort, packet.LocalPort)
        && Allows(RemotePort, packet.RemotePort)
        && Local.Contains(packet.Local)
        && Remote.Contains(packet.Remote);

    /// <summary>An SA made for the policy entry with these selectors may have the other ones: the same or narrower (RFC 4301 4.4.1).</summary>
    public bool Contains(in TrafficSelector other) =>
        Allows(Protocol, other.Protocol)
        && AllowsMhTypesOf(other)
        && Allows(IcmpType, other.IcmpType)
        && Allows(LocalPort, other.LocalPort)
        && Allows(RemotePort, other.RemotePort)
        && Local.Contains(other.Local)
        && Remote.Contains(other.Remote);

    private bool AllowsMhType(byte? shown) =>
        Allows(MhType, shown) || (shown is { } type and < 64 && (OtherMhTypes >> type & 1) != 0);

    private bool AllowsMhTypesOf(in TrafficSelector other)
    {
        if (MhType is not { } type) return true;
        var mine = OtherMhTypes | (type < 64 ? 1UL << type : 0);
        return AllowsMhType(other.MhType) && (other.OtherMhTypes & ~mine) == 0;
    }

    private static bool Allows(byte? wanted, byte? shown) => wanted is null || wanted == shown;

    private static bool Allows(ushort? wanted, ushort? shown) => wanted is null || wanted == shown;
}
