using System.Globalization;

namespace DsMip.Wire;

/// <summary>An Ethernet address as one number of 48 bits, most significant byte first on the wire.</summary>
public readonly record struct LinkAddress(ulong Value)
{
    /// <summary>Length on the wire, bytes.</summary>
    public const int Size = 6;

    public static readonly LinkAddress Broadcast = new(0xffff_ffff_ffff);

    public bool IsMulticast => (Value >> 40 & 1) != 0;

    /// <summary>Where IPv6 multicast goes on Ethernet (RFC 2464 7).</summary>
    public static LinkAddress OfMulticast(Ipv6Address group) => new(0x3333_0000_0000UL | (uint)group.Value);

    /// <summary>Reads the first 6 bytes of <paramref name="bytes"/>.</summary>
    public static LinkAddress Read(ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        foreach (var one in bytes[..Size]) value = value << 8 | one;
        return new LinkAddress(value);
    }

    /// <summary>Writes 6 bytes to <paramref name="bytes"/>.</summary>
    public void Write(Span<byte> bytes)
    {
        for (var i = 0; i < Size; i++) bytes[i] = (byte)(Value >> 8 * (Size - 1 - i));
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes[0]:x2}:{bytes[1]:x2}:{bytes[2]:x2}:{bytes[3]:x2}:{bytes[4]:x2}:{bytes[5]:x2}");
    }
}
