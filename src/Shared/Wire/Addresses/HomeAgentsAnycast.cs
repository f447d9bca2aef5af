namespace DsMip.Wire;

/// <summary>
/// The Mobile IPv6 Home-Agents anycast address of a subnet (RFC 2526, RFC 6275 6.5): anycast identifier 126 below a prefix that is filled with ones.
/// </summary>
public static class HomeAgentsAnycast
{
    /// <summary>A longer prefix has no room for the reserved addresses.</summary>
    public const int LongestPrefix = 121;

    private const ulong Identifier = 0x7e, IdentifierMask = 0x7f;
    private const int InterfaceIdentifierBits = 64;

    // "Universal": clear, since the identifier is no EUI-64.
    private const ulong UniversalBit = 0x0200_0000_0000_0000;

    /// <summary>Null: the prefix is longer than <see cref="LongestPrefix"/>.</summary>
    public static Ipv6Address? Of(Ipv6Prefix prefix)
    {
        if (prefix.Length > LongestPrefix) return null;
        var ones = UInt128.MaxValue >> prefix.Length & ~(UInt128)IdentifierMask;
        if (prefix.Length == InterfaceIdentifierBits) ones &= ~(UInt128)UniversalBit;
        return new Ipv6Address(prefix.Address.Value | ones | Identifier);
    }
}
