namespace DsMip.Wire.Mobility;

/// <summary>Binding Revocation Indication, MH type 16, B.R. type 1 (RFC 5846 5.1).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 | B.R. Type = 1 |  R. Trigger   |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |          Sequence #           |P|V|G|       Reserved          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        Mobility options                       |
/// </code>
/// </remarks>
/// <param name="Sequence">Only ever compared for equality.</param>
public sealed record BindingRevocationIndication(RevocationTrigger Trigger, ushort Sequence, BindingRevocationFlags Flags, MobilityOptions Options)
    : IMobilityMessage<BindingRevocationIndication>
{
    internal const byte RevocationType = 1;

    public MobilityHeaderType Type => MobilityHeaderType.BindingRevocation;

    public bool Has(BindingRevocationFlags flag) => (Flags & flag) != 0;

    public void WriteData(ref WireWriter writer) => new RevocationFields((byte)Trigger, Sequence, Flags).Write(ref writer, RevocationType);

    public static bool TryRead(ref WireReader reader, out BindingRevocationIndication? message, out DropReason why)
    {
        message = RevocationFields.TryRead(ref reader, out var fields, out var options, out why)
            ? new BindingRevocationIndication((RevocationTrigger)fields.Code, fields.Sequence, fields.Flags, options)
            : null;
        return message is not null;
    }
}
