namespace DsMip.Wire;

/// <summary>An IPv4 prefix in CIDR notation; bits past the length are zero.</summary>
public readonly record struct Ipv4Prefix : ISpanParsable<Ipv4Prefix>
{
    /// <exception cref="ArgumentOutOfRangeException">The length is not in 0..32.</exception>
    public Ipv4Prefix(Ipv4Address address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 32);
        Length = length;
        Address = new Ipv4Address(address.Value & Mask(length));
    }

    public Ipv4Address Address { get; }

    /// <summary>Length in bits, 0..32.</summary>
    public int Length { get; }

    public bool Contains(Ipv4Address address) => (address.Value & Mask(Length)) == Address.Value;

    /// <summary>The other one lies in this one, or is the same.</summary>
    public bool Contains(Ipv4Prefix other) => Length <= other.Length && Contains(other.Address);

    /// <summary>They have an address in common, and then one lies in the other.</summary>
    public bool Overlaps(Ipv4Prefix other) => Length <= other.Length ? Contains(other.Address) : other.Contains(Address);

    public static Ipv4Prefix Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var prefix) ? prefix : throw new FormatException($"'{s}' is not an IPv4 prefix such as 192.0.2.0/24");

    public static Ipv4Prefix Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Ipv4Prefix result)
    {
        result = default;
        var slash = s.IndexOf('/');
        if (slash < 0 || !Ipv4Address.TryParse(s[..slash], provider, out var address)) return false;
        if (!byte.TryParse(s[(slash + 1)..], provider, out var length) || length > 32) return false;
        result = new Ipv4Prefix(address, length);
        return true;
    }

    public static bool TryParse(string? s, IFormatProvider? provider, out Ipv4Prefix result) => TryParse(s.AsSpan(), provider, out result);

    public override string ToString() => $"{Address}/{Length}";

    private static uint Mask(int length) => length == 0 ? 0 : uint.MaxValue << (32 - length);
}
