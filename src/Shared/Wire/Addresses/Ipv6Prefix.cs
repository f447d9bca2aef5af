namespace DsMip.Wire;

/// <summary>An IPv6 prefix in CIDR notation; bits past the length are zero.</summary>
public readonly record struct Ipv6Prefix : ISpanParsable<Ipv6Prefix>
{
    /// <exception cref="ArgumentOutOfRangeException">The length is not in 0..128.</exception>
    public Ipv6Prefix(Ipv6Address address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 128);
        Length = length;
        Address = new Ipv6Address(address.Value & Mask(length));
    }

    public Ipv6Address Address { get; }

    /// <summary>Length in bits, 0..128.</summary>
    public int Length { get; }

    public bool Contains(Ipv6Address address) => (address.Value & Mask(Length)) == Address.Value;

    /// <summary>The other one lies in this one, or is the same.</summary>
    public bool Contains(Ipv6Prefix other) => Length <= other.Length && Contains(other.Address);

    /// <summary>They have an address in common, and then one lies in the other.</summary>
    public bool Overlaps(Ipv6Prefix other) => Length <= other.Length ? Contains(other.Address) : other.Contains(Address);

    public static Ipv6Prefix Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var prefix) ? prefix : throw new FormatException($"'{s}' is not an IPv6 prefix such as 2001:db8::/64");

    public static Ipv6Prefix Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Ipv6Prefix result)
    {
        result = default;
        var slash = s.IndexOf('/');
        if (slash < 0 || !Ipv6Address.TryParse(s[..slash], provider, out var address)) return false;
        if (!byte.TryParse(s[(slash + 1)..], provider, out var length) || length > 128) return false;
        result = new Ipv6Prefix(address, length);
        return true;
    }

    public static bool TryParse(string? s, IFormatProvider? provider, out Ipv6Prefix result) => TryParse(s.AsSpan(), provider, out result);

    public override string ToString() => $"{Address}/{Length}";

    private static UInt128 Mask(int length) => length == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - length);
}
