using DsMip.Wire;

namespace DsMip.Linux.Netlink;

/// <summary>A route with one next hop; a multipath route is several of these.</summary>
public sealed record Route(NetworkPrefix Destination)
{
    public const uint MainTable = 254, LocalTable = 255;

    /// <summary>0: none, as of an unreachable route.</summary>
    public int InterfaceIndex { get; init; }

    public IpAddress Gateway { get; init; }

    public uint Table { get; init; } = MainTable;

    /// <summary>Lower wins. 0: the kernel's choice, which is 0 for IPv4 and 1024 for IPv6.</summary>
    public uint Metric { get; init; }

    /// <summary>Source address of packets that leave unbound.</summary>
    public IpAddress PreferredSource { get; init; }

    public RouteType Type { get; init; } = RouteType.Unicast;

    /// <summary>The next hop is dead or its link has no carrier. Read only.</summary>
    public bool IsDown { get; init; }

    public IpFamily Family => Destination.Family;

    public override string ToString() => $"{Destination} table {Table} on interface {InterfaceIndex}";
}

/// <summary>rtm_type.</summary>
public enum RouteType : byte
{
    Unspecified = 0,
    Unicast = 1,
    Local = 2,
    Broadcast = 3,
    Anycast = 4,
    Multicast = 5,
    Blackhole = 6,
    Unreachable = 7,
    Prohibit = 8,
    Throw = 9,
}
