using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DsMip.Wire;

/// <summary>An IPv4 address as one number, most significant byte first on the wire.</summary>
public readonly record struct Ipv4Address(uint Value) : ISpanFormattable, ISpanParsable<Ipv4Address>, IComparable<Ipv4Address>
{
    /// <summary>Length on the wire, bytes.</summary>
    public const int Size = 4;

    /// <summary>0.0.0.0: in an IPv4 Home Address option it asks for a dynamic address (RFC 5555 3.1.1).</summary>
    public static readonly Ipv4Address Any;

    public bool IsUnspecified => Value == 0;
    public bool IsMulticast => Value >> 28 == 0xe;
    public bool IsLoopback => Value >> 24 == 127;
    public bool IsLinkLocal => Value >> 16 == 0xa9fe;

    /// <summary>Unicast, private addresses included; not 0/8, loopback, link-local, multicast, class E or broadcast.</summary>
    public bool IsUnicastRoutable => Value >> 24 != 0 && Value >> 28 < 0xe && !IsLoopback && !IsLinkLocal;

    /// <summary>Reads the first 4 bytes of <paramref name="bytes"/>.</summary>
    public static Ipv4Address Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt32BigEndian(bytes));

    /// <summary>Writes 4 bytes to <paramref name="bytes"/>.</summary>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt32BigEndian(bytes, Value);

    public static Ipv4Address Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var address) ? address : throw new FormatException($"'{s}' is not an IPv4 address");

    public static Ipv4Address Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <summary>Four decimal parts only: the short forms that some parsers take (10.1, 0x7f.1) are mistakes in a configuration.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Ipv4Address result)
    {
        result = default;
        if (s.Count('.') != 3 || s.ContainsAnyExcept("0123456789.")) return false;
        if (!IPAddress.TryParse(s, out var ip) || ip.AddressFamily != AddressFamily.InterNetwork) return false;
        Span<byte> bytes = stackalloc byte[Size];
        ip.TryWriteBytes(bytes, out _);
        result = Read(bytes);
        return true;
    }

    public static bool TryParse(string? s, IFormatProvider? provider, out Ipv4Address result) => TryParse(s.AsSpan(), provider, out result);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        destination.TryWrite($"{Value >> 24}.{Value >> 16 & 255}.{Value >> 8 & 255}.{Value & 255}", out charsWritten);

    public int CompareTo(Ipv4Address other) => Value.CompareTo(other.Value);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public override string ToString() => $"{Value >> 24}.{Value >> 16 & 255}.{Value >> 8 & 255}.{Value & 255}";

    public static bool operator <(Ipv4Address left, Ipv4Address right) => left.Value < right.Value;
    public static bool operator >(Ipv4Address left, Ipv4Address right) => left.Value > right.Value;
    public static bool operator <=(Ipv4Address left, Ipv4Address right) => left.Value <= right.Value;
    public static bool operator >=(Ipv4Address left, Ipv4Address right) => left.Value >= right.Value;
}
