namespace DsMip.HomeAgent.Tracing;

/// <summary>What can be seen in a packet.</summary>
/// <param name="Source">Of the outermost header.</param>
/// <param name="Summary">All of it in one line.</param>
internal sealed record DecodedPacket(
    string Source, string Destination, int? SourcePort, int? DestinationPort, DecodedEsp? Esp, DecodedMobility? Mobility, string Summary);

/// <param name="Sequence">The 32 bits that are sent.</param>
internal readonly record struct DecodedEsp(uint Spi, uint Sequence);

/// <param name="Type">Such as <c>BindingUpdate</c>.</param>
/// <param name="Sequence">Null: this type has none, and likewise the others.</param>
internal sealed record DecodedMobility(
    string Type, int? Sequence = null, int? LifetimeSeconds = null, string? Status = null, string? Flags = null, IReadOnlyList<string>? Options = null)
{
    public override string ToString() => string.Join(' ', Parts().OfType<string>());

    private IEnumerable<string?> Parts() =>
    [
        Type,
        Sequence is { } sequence ? $"sequence {sequence}" : null,
        Status is null ? null : $"status {Status}",
        LifetimeSeconds is { } lifetime ? $"lifetime {lifetime} s" : null,
        Flags is null ? null : $"flags {Flags}",
        Options is { Count: > 0 } options ? $"[{string.Join("; ", options)}]" : null,
    ];
}
