namespace DsMip.Wire.Mobility;

/// <summary>Care-of Test Init, MH type 2 (RFC 6275 6.1.4).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 |            Reserved           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      Care-of Init Cookie                      |  8 bytes
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        Mobility Options                       |
/// </code>
/// </remarks>
public sealed record CareOfTestInit(ulong Cookie, MobilityOptions Options) : IMobilityMessage<CareOfTestInit>
{
    public MobilityHeaderType Type => MobilityHeaderType.CareOfTestInit;

    public void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt16(0);
        writer.WriteUInt64(Cookie);
    }

    public static bool TryRead(ref WireReader reader, out CareOfTestInit? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TrySkip(2) || !reader.TryReadUInt64(out var cookie)) return false;
        if (!MobilityOptionsCodec.TryRead(ref reader, out var options, out why)) return false;
        message = new CareOfTestInit(cookie, options);
        return true;
    }
}
