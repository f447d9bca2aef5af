namespace DsMip.Linux.Netlink;

/// <summary>A rule of the policy routing database: packets that match look their route up in a table.</summary>
/// <param name="Priority">Position; lower comes first. The main table is at 32766.</param>
public sealed record RoutingRule(IpFamily Family, uint Priority)
{
    public uint Table { get; init; } = Route.MainTable;

    /// <summary>Packets from these addresses.</summary>
    public NetworkPrefix? Source { get; init; }

    /// <summary>Packets to these addresses.</summary>
    public NetworkPrefix? Destination { get; init; }

    /// <summary>Packets that arrived by this interface.</summary>
    public string? InputInterface { get; init; }

    /// <summary>Packets of a socket that is bound to this interface (<c>SO_BINDTODEVICE</c>).</summary>
    public string? OutputInterface { get; init; }

    /// <summary>Packets whose mark, under <see cref="MarkMask"/>, is this.</summary>
    public uint? Mark { get; init; }

    public uint MarkMask { get; init; } = uint.MaxValue;

    /// <summary>Ignore routes whose prefix is this long or shorter, bits: 0 ignores default routes.</summary>
    public int? SuppressPrefixLength { get; init; }

    /// <summary>Packets that do not match.</summary>
    public bool Not { get; init; }

    public override string ToString() => $"{Family} rule {Priority} to table {Table}";
}
