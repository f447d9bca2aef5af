using System.Collections.Immutable;

namespace DsMip.Wire.Mobility;

/// <summary>The mobility options of one message, in order of appearance, padding left out (RFC 6275 6.2).</summary>
public sealed class MobilityOptions : IEquatable<MobilityOptions>
{
    public static readonly MobilityOptions None = new([]);

    private MobilityOptions(ImmutableArray<MobilityOption> items) => Items = items;

    public ImmutableArray<MobilityOption> Items { get; }

    public static MobilityOptions Of(params ReadOnlySpan<MobilityOption> options) => options.IsEmpty ? None : new([.. options]);

    /// <summary>The first option of a type, or null.</summary>
    public T? Find<T>() where T : MobilityOption
    {
        foreach (var item in Items)
            if (item is T found) return found;
        return null;
    }

    public MobilityOptions With(MobilityOption option) => new(Items.Add(option));

    public bool Equals(MobilityOptions? other) => other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as MobilityOptions);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items) hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(", ", Items);
}
