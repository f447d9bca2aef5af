namespace DsMip.Wire.Mobility;

/// <summary>Binding Refresh Request, MH type 0 (RFC 6275 6.1.2).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 |            Reserved           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        Mobility Options                       |
/// </code>
/// </remarks>
public sealed record BindingRefreshRequest(MobilityOptions Options) : IMobilityMessage<BindingRefreshRequest>
{
    public MobilityHeaderType Type => MobilityHeaderType.BindingRefreshRequest;

    public void WriteData(ref WireWriter writer) => writer.WriteUInt16(0);

    public static bool TryRead(ref WireReader reader, out BindingRefreshRequest? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TrySkip(2)) return false;
        if (!MobilityOptionsCodec.TryRead(ref reader, out var options, out why)) return false;
        message = new BindingRefreshRequest(options);
        return true;
    }
}
