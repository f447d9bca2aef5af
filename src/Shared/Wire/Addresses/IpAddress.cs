namespace DsMip.Wire;

/// <summary>An address of either family; IPv4 is kept in the IPv4-mapped form (RFC 4291 2.5.5.2) and never leaves in it.</summary>
public readonly record struct IpAddress(Ipv6Address Mapped) : ISpanParsable<IpAddress>, ISpanFormattable
{
    private static readonly UInt128 Ipv4MappedPrefix = (UInt128)0xffff << 32;

    public static readonly IpAddress None;

    public bool IsNone => Mapped.IsUnspecified;
    public bool IsIpv4 => Mapped.IsIpv4Mapped;
    public bool IsIpv6 => !IsIpv4 && !IsNone;

    /// <summary>The IPv4 address; only when <see cref="IsIpv4"/>.</summary>
    public Ipv4Address AsIpv4 => new((uint)Mapped.Value);

    /// <summary>The IPv6 address; only when not <see cref="IsIpv4"/>.</summary>
    public Ipv6Address AsIpv6 => Mapped;

    public bool IsUnicastRoutable => IsIpv4 ? AsIpv4.IsUnicastRoutable : Mapped.IsUnicastRoutable;

    public static implicit operator IpAddress(Ipv6Address address) => new(address);
    public static implicit operator IpAddress(Ipv4Address address) => new(new Ipv6Address(Ipv4MappedPrefix | address.Value));

    public static IpAddress Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var address) ? address : throw new FormatException($"'{s}' is not an IP address");

    public static IpAddress Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out IpAddress result)
    {
        if (Ipv4Address.TryParse(s, provider, out var v4)) { result = v4; return true; }
        var ok = Ipv6Address.TryParse(s, provider, out var v6);
        result = v6;
        return ok;
    }

    public static bool TryParse(string? s, IFormatProvider? provider, out IpAddress result) => TryParse(s.AsSpan(), provider, out result);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        IsIpv4 ? AsIpv4.TryFormat(destination, out charsWritten) : Mapped.TryFormat(destination, out charsWritten);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public override string ToString() => IsIpv4 ? AsIpv4.ToString() : Mapped.ToString();
}
