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

    // Reserved bits are ignored by the receiver.
    internal const BindingRevocationFlags DefinedFlags =
        BindingRevocationFlags.ProxyBinding | BindingRevocationFlags.Ipv4HomeAddressBindingOnly | BindingRevocationFlags.Global;

    public MobilityHeaderType Type => MobilityHeaderType.BindingRevocation;

    public bool Has(BindingRevocationFlags flag) => (Flags & flag) != 0;

    public void WriteData(ref WireWriter writer)
    {
        writer.WriteByte(RevocationType);
        writer.WriteByte((byte)Trigger);
        writer.WriteUInt16(Sequence);
        writer.WriteUInt16((ushort)Flags);
    }

    public static bool TryRead(ref WireReader reader, out BindingRevocationIndication? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TryReadByte(out var trigger) || !reader.TryReadUInt16(out var sequence) || !reader.TryReadUInt16(out var flags)) return false;
        if (!MobilityOptionsCodec.TryRead(ref reader, out var options, out why)) return false;
        message = new BindingRevocationIndication((RevocationTrigger)trigger, sequence, (BindingRevocationFlags)flags & DefinedFlags, options);
        return true;
    }
}
