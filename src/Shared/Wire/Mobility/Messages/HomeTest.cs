namespace DsMip.Wire.Mobility;

/// <summary>Home Test, MH type 3 (RFC 6275 6.1.5).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 |        Home Nonce Index       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        Home Init Cookie                       |  8 bytes
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                       Home Keygen Token                       |  8 bytes
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        Mobility Options                       |
/// </code>
/// </remarks>
public sealed record HomeTest(ushort NonceIndex, ulong Cookie, ulong KeygenToken, MobilityOptions Options) : IMobilityMessage<HomeTest>
{
    public MobilityHeaderType Type => MobilityHeaderType.HomeTest;

    public void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt16(NonceIndex);
        writer.WriteUInt64(Cookie);
        writer.WriteUInt64(KeygenToken);
    }

    public static bool TryRead(ref WireReader reader, out HomeTest? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TryReadUInt16(out var index) || !reader.TryReadUInt64(out var cookie) || !reader.TryReadUInt64(out var token)) return false;
        if (!MobilityOptionsCodec.TryRead(ref reader, out var options, out why)) return false;
        message = new HomeTest(index, cookie, token, options);
        return true;
    }
}
