namespace DsMip.Wire.Icmp;

/// <summary>The Prefix Information option of Neighbor Discovery, type 3 (RFC 4861 4.6.2, flag R of RFC 6275 7.2).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |    Type = 3   |  Length = 4   | Prefix Length |L|A|R|Reserved1|
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                         Valid Lifetime                        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                       Preferred Lifetime                      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                           Reserved2                           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                            Prefix                             |  16 bytes
/// </code>
/// </remarks>
/// <param name="PrefixLength">Bits, as received: over 128 is the reader's to ignore.</param>
/// <param name="ValidSeconds">All ones: for ever.</param>
/// <param name="PreferredSeconds">All ones: for ever.</param>
/// <param name="Prefix">With flag R a complete address, whose leading bits are the prefix.</param>
public readonly record struct PrefixInformationOption(
    byte PrefixLength, PrefixInformationFlags Flags, uint ValidSeconds, uint PreferredSeconds, Ipv6Address Prefix)
{
    public const byte OptionType = 3;

    /// <summary>Bytes, Type and Length included.</summary>
    public const int Size = 32;

    private const byte DefinedFlags = 0xe0;

    public void Write(ref WireWriter writer)
    {
        writer.WriteByte(OptionType);
        writer.WriteByte(Size / 8);
        writer.WriteByte(PrefixLength);
        writer.WriteByte((byte)Flags);
        writer.WriteUInt32(ValidSeconds);
        writer.WriteUInt32(PreferredSeconds);
        writer.WriteUInt32(0);
        writer.WriteIpv6(Prefix);
    }

    /// <summary>Reads the option's bytes after Type and Length; false unless they are 30.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out PrefixInformationOption option)
    {
        option = default;
        if (data.Length != Size - 2) return false;
        var reader = new WireReader(data);
        reader.TryReadByte(out var length);
        reader.TryReadByte(out var flags);
        reader.TryReadUInt32(out var valid);
        reader.TryReadUInt32(out var preferred);
        reader.TrySkip(4);
        reader.TryReadIpv6(out var prefix);
        option = new PrefixInformationOption(length, (PrefixInformationFlags)(flags & DefinedFlags), valid, preferred, prefix);
        return true;
    }
}
