namespace DsMip.Wire.Mobility;

/// <summary>Binding Revocation Acknowledgement, MH type 16, B.R. type 2 (RFC 5846 5.2).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 | B.R. Type = 2 |    Status     |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |            Sequence #         |P|V|G|       Reserved          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        Mobility options                       |
/// </code>
/// </remarks>
/// <param name="Sequence">That of the indication which it answers, as are the flags.</param>
public sealed record BindingRevocationAcknowledgement(RevocationStatus Status, ushort Sequence, BindingRevocationFlags Flags, MobilityOptions Options)
    : IMobilityMessage<BindingRevocationAcknowledgement>
{
    internal const byte RevocationType = 2;

    public MobilityHeaderType Type => MobilityHeaderType.BindingRevocation;

    public bool IsAccepted => (byte)Status < 128;

    public void WriteData(ref WireWriter writer)
    {
        writer.WriteByte(RevocationType);
        writer.WriteByte((byte)Status);
        writer.WriteUInt16(Sequence);
        writer.WriteUInt16((ushort)Flags);
    }

    public static bool TryRead(ref WireReader reader, out BindingRevocationAcknowledgement? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TryReadByte(out var status) || !reader.TryReadUInt16(out var sequence) || !reader.TryReadUInt16(out var flags)) return false;
        if (!MobilityOptionsCodec.TryRead(ref reader, out var options, out why)) return false;
        message = new BindingRevocationAcknowledgement(
            (RevocationStatus)status, sequence, (BindingRevocationFlags)flags & BindingRevocationIndication.DefinedFlags, options);
        return true;
    }
}
