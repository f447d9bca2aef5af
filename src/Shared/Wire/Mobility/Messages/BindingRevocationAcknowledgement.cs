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

    public void WriteData(ref WireWriter writer) => new RevocationFields((byte)Status, Sequence, Flags).Write(ref writer, RevocationType);

    public static bool TryRead(ref WireReader reader, out BindingRevocationAcknowledgement? message, out DropReason why)
    {
        message = RevocationFields.TryRead(ref reader, out var fields, out var options, out why)
            ? new BindingRevocationAcknowledgement((RevocationStatus)fields.Code, fields.Sequence, fields.Flags, options)
            : null;
        return message is not null;
    }
}
