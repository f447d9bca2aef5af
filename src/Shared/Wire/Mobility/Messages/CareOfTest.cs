namespace DsMip.Wire.Mobility;

/// <summary>Care-of Test, MH type 4 (RFC 6275 6.1.6).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 |      Care-of Nonce Index      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      Care-of Init Cookie                      |  8 bytes
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      Care-of Keygen Token                     |  8 bytes
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        Mobility Options                       |
/// </code>
/// </remarks>
public sealed record CareOfTest(ushort NonceIndex, ulong Cookie, ulong KeygenToken, MobilityOptions Options) : IMobilityMessage<CareOfTest>
{
    public MobilityHeaderType Type => MobilityHeaderType.CareOfTest;

    public void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt16(NonceIndex);
        writer.WriteUInt64(Cookie);
        writer.WriteUInt64(KeygenToken);
    }

    public static bool TryRead(ref WireReader reader, out CareOfTest? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TryReadUInt16(out var index) || !reader.TryReadUInt64(out var cookie) || !reader.TryReadUInt64(out var token)) return false;
        if (!MobilityOptionsCodec.TryRead(ref reader, out var options, out why)) return false;
        message = new CareOfTest(index, cookie, token, options);
        return true;
    }
}
