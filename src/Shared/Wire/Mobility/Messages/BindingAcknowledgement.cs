namespace DsMip.Wire.Mobility;

/// <summary>Binding Acknowledgement, MH type 6 (RFC 6275 6.1.8; flag R of RFC 3963 4.2).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 |    Status     |K|R|  Reserved |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Sequence #          |           Lifetime            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                       Mobility Options                        |
/// </code>
/// </remarks>
public sealed record BindingAcknowledgement(
    BindingStatus Status, BindingAcknowledgementFlags Flags, SequenceNumber Sequence, BindingLifetime Lifetime, MobilityOptions Options)
    : IMobilityMessage<BindingAcknowledgement>
{
    // Reserved bits are ignored by the receiver.
    private const byte DefinedFlags = 0xc0;

    public MobilityHeaderType Type => MobilityHeaderType.BindingAcknowledgement;

    public bool IsAccepted => (byte)Status < 128;

    public void WriteData(ref WireWriter writer)
    {
        writer.WriteByte((byte)Status);
        writer.WriteByte((byte)Flags);
        writer.WriteUInt16(Sequence.Value);
        writer.WriteUInt16(Lifetime.Units);
    }

    public static bool TryRead(ref WireReader reader, out BindingAcknowledgement? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TryReadByte(out var status) || !reader.TryReadByte(out var flags)) return false;
        if (!reader.TryReadUInt16(out var sequence) || !reader.TryReadUInt16(out var lifetime)) return false;
        if (!MobilityOptionsCodec.TryRead(ref reader, out var options, out why, isAcknowledgement: true)) return false;
        message = new BindingAcknowledgement(
            (BindingStatus)status, (BindingAcknowledgementFlags)(flags & DefinedFlags),
            new SequenceNumber(sequence), new BindingLifetime(lifetime), options);
        return true;
    }
}
