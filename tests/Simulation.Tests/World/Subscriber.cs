using DsMip.Wire;

namespace DsMip.Simulation.Tests.World;

/// <summary>One of the mobile nodes: a number that all its addresses are counted from.</summary>
internal readonly record struct Subscriber(int Number)
{
    public static readonly Subscriber[] All = [new(0), new(1)];

    /// <summary>A customer of the same home agent with keys of its own and bad intentions; it never registers.</summary>
    public static readonly Subscriber Insider = new(99);

    public Ipv6Address HomeAddress => Own(Place.FirstHomeAddress);

    public Ipv4Address Ipv4HomeAddress => Own(Place.FirstIpv4HomeAddress);

    /// <summary>This subscriber's address where the first one has <paramref name="first"/>.</summary>
    public Ipv6Address Own(Ipv6Address first) => new(first.Value + (UInt128)Number);

    /// <inheritdoc cref="Own(Ipv6Address)"/>
    public Ipv4Address Own(Ipv4Address first) => new(first.Value + (uint)Number);

    public override string ToString() => $"MN{Number}";
}
