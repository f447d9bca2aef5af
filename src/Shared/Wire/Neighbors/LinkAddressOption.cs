namespace DsMip.Wire.Neighbors;

/// <summary>The options of Neighbor Discovery (RFC 4861 4.6), of which the link-layer addresses are looked at.</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     Type      | Length in 8 B |    Link-Layer Address ...
/// </code>
/// </remarks>
internal static class LinkAddressOption
{
    public const byte Source = 1;
    public const byte Target = 2;

    private const int Unit = 8;

    public static int LengthOf(LinkAddress? address) => address is null ? 0 : Unit;

    public static void Write(ref WireWriter writer, byte type, LinkAddress? address)
    {
        if (address is not { } present) return;
        writer.WriteByte(type);
        writer.WriteByte(1);
        writer.WriteLink(present);
    }

    /// <summary>Reads all options. False if one has no length or runs past the end, which makes the whole message invalid (RFC 4861 7.1).</summary>
    public static bool TryFind(ref WireReader reader, byte type, out LinkAddress? found, out DropReason why)
    {
        found = null;
        while (reader.Remaining > 0)
        {
            why = DropReason.Truncated;
            if (!reader.TryReadByte(out var seen) || !reader.TryReadByte(out var units)) return false;
            why = DropReason.BadLength;
            if (units == 0 || !reader.TryReadBytes(units * Unit - 2, out var value)) return false;
            if (seen == type && units == 1) found = LinkAddress.Read(value);
        }
        why = DropReason.None;
        return true;
    }
}
