namespace DsMip.Wire.Mobility;

/// <summary>Binding Error, MH type 7 (RFC 6275 6.1.9).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 |     Status    |   Reserved    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                          Home Address                         |  16 bytes
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        Mobility Options                       |
/// </code>
/// </remarks>
/// <param name="HomeAddress">The one of the Home Address option; the unspecified address if there was none (RFC 6275 9.3.3).</param>
public sealed record BindingError(BindingErrorStatus Status, Ipv6Address HomeAddress, MobilityOptions Options) : IMobilityMessage<BindingError>
{
    public MobilityHeaderType Type => MobilityHeaderType.BindingError;

    public void WriteData(ref WireWriter writer)
    {
        writer.WriteByte((byte)Status);
        writer.WriteByte(0);
        writer.WriteIpv6(HomeAddress);
    }

    public static bool TryRead(ref WireReader reader, out BindingError? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TryReadByte(out var status) || !reader.TrySkip(1) || !reader.TryReadIpv6(out var home)) return false;
        if (!MobilityOptionsCodec.TryRead(ref reader, out var options, out why)) return false;
        message = new BindingError((BindingErrorStatus)status, home, options);
        return true;
    }
}
