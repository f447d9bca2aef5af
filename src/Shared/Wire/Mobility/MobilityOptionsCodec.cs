namespace DsMip.Wire.Mobility;

/// <summary>Reads and writes the option area of a Mobility Header (RFC 6275 6.2.1): options, and the padding between them.</summary>
public static class MobilityOptionsCodec
{
    private const byte Pad1 = 0;

    /// <summary>Reads options up to the end of <paramref name="reader"/>. Padding is skipped.</summary>
    public static bool TryRead(ref WireReader reader, out MobilityOptions options, out DropReason why)
    {
        options = MobilityOptions.None;
        why = DropReason.BadMobilityOption;
        while (reader.TryReadByte(out var type))
        {
            if (type == Pad1) continue;
            if (!reader.TryReadByte(out var length) || !reader.TrySkip(length)) return false;
        }
        why = DropReason.None;
        return true;
    }
}
