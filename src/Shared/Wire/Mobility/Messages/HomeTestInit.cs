namespace DsMip.Wire.Mobility;

/// <summary>Home Test Init, MH type 1 (RFC 6275 6.1.3).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 |            Reserved           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        Home Init Cookie                       |  8 bytes
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        Mobility Options                       |
/// </code>
/// </remarks>
public sealed record HomeTestInit(ulong Cookie, MobilityOptions Options) : IMobilityMessage<HomeTestInit>
{
    public MobilityHeaderType Type => MobilityHeaderType.HomeTestInit;

    public void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt16(0);
        writer.WriteUInt64(Cookie);
    }

    public static bool TryRead(ref WireReader reader, out HomeTestInit? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TrySkip(2) || !reader.TryReadUInt64(out var cookie)) return false;
        if (!MobilityOptionsCodec.TryRead(ref reader, out var options, out why)) return false;
        message = new HomeTestInit(cookie, options);
        return true;
    }
}
