using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DsMip.Wire;

/// <summary>An IPv6 address (RFC 4291) as one number, most significant byte first on the wire.</summary>
public readonly record struct Ipv6Address(UInt128 Value) : ISpanFormattable, ISpanParsable<Ipv6Address>, IComparable<Ipv6Address>
{
    /// <summary>Length on the wire, bytes.</summary>
    public const int Size = 16;

    public static readonly Ipv6Address Any;

    public bool IsUnspecified => Value == UInt128.Zero;
    public bool IsMulticast => Value >> 120 == 0xff;
    public bool IsLinkLocal => Value >> 118 == 0x3fa;
    public bool IsLoopback => Value == UInt128.One;
    public bool IsIpv4Mapped => Value >> 32 == 0xffff;

    /// <summary>Unicast and not link-local, loopback, unspecified or IPv4-mapped: what RFC 6275 9.5.1 calls a unicast routable address.</summary>
    public bool IsUnicastRoutable => !(IsUnspecified || IsMulticast || IsLinkLocal || IsLoopback || IsIpv4Mapped);

    /// <summary>Reads the first 16 bytes of <paramref name="bytes"/>.</summary>
    public static Ipv6Address Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Writes 16 bytes to <paramref name="bytes"/>.</summary>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);

    public static Ipv6Address Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var address) ? address : throw new FormatException($"'{s}' is not an IPv6 address");

    public static Ipv6Address Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Ipv6Address result)
    {
        result = default;
        if (!IPAddress.TryParse(s, out var ip) || ip.AddressFamily != AddressFamily.InterNetworkV6 || s.Contains('%')) return false;
        Span<byte> bytes = stackalloc byte[Size];
        ip.TryWriteBytes(bytes, out _);
        result = Read(bytes);
        return true;
    }

    public static bool TryParse(string? s, IFormatProvider? provider, out Ipv6Address result) => TryParse(s.AsSpan(), provider, out result);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return new IPAddress(bytes).TryFormat(destination, out charsWritten);
    }

    public int CompareTo(Ipv6Address other) => Value.CompareTo(other.Value);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return new IPAddress(bytes).ToString();
    }

    public static bool operator <(Ipv6Address left, Ipv6Address right) => left.Value < right.Value;
    public static bool operator >(Ipv6Address left, Ipv6Address right) => left.Value > right.Value;
    public static bool operator <=(Ipv6Address left, Ipv6Address right) => left.Value <= right.Value;
    public static bool operator >=(Ipv6Address left, Ipv6Address right) => left.Value >= right.Value;
}
