using System.Collections.Immutable;

namespace DsMip.HomeAgent.Options;

/// <summary>One of the edges, as every process of the cluster is told.</summary>
/// <param name="Name">Letters, digits and hyphens.</param>
/// <param name="Blocks">Parts of the home prefixes that are routed to it while it is there.</param>
/// <param name="Spis">SPIs of inbound SAs that only its kernel has; empty with our own IPsec.</param>
public sealed record EdgeOptions(string Name, ImmutableArray<HomeBlock> Blocks, ImmutableArray<SpiRange> Spis)
{
    /// <summary>Of the only edge, where none is configured.</summary>
    public const string OnlyName = "edge";

    /// <summary>Is it one of its <see cref="Spis"/>?</summary>
    public bool Has(uint spi)
    {
        foreach (var range in Spis)
            if (range.Contains(spi)) return true;
        return false;
    }
}

/// <summary>Both ends included.</summary>
public readonly record struct SpiRange(uint First, uint Last)
{
    public bool Contains(uint spi) => spi >= First && spi <= Last;

    public bool Overlaps(SpiRange other) => First <= other.Last && other.First <= Last;

    public override string ToString() => $"{First}-{Last}";
}
