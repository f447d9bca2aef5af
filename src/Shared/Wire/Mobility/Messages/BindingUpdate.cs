namespace DsMip.Wire.Mobility;

/// <summary>Binding Update, MH type 5 (RFC 6275 6.1.7; flags R of RFC 3963, P of RFC 5213, F of RFC 5555 3.1.3).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 |          Sequence #           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |A|H|L|K|M|R|P|F|  Reserved     |           Lifetime            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                       Mobility Options                        |
/// </code>
/// </remarks>
public sealed record BindingUpdate(SequenceNumber Sequence, BindingUpdateFlags Flags, BindingLifetime Lifetime, MobilityOptions Options)
    : IMobilityMessage<BindingUpdate>
{
    // Reserved bits are ignored by the receiver.
    private const ushort DefinedFlags = 0xff00;

    public MobilityHeaderType Type => MobilityHeaderType.BindingUpdate;

    public void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt16(Sequence.Value);
        writer.WriteUInt16((ushort)Flags);
        writer.WriteUInt16(Lifetime.Units);
    }

    public static bool TryRead(ref WireReader reader, out BindingUpdate? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TryReadUInt16(out var sequence) || !reader.TryReadUInt16(out var flags) || !reader.TryReadUInt16(out var lifetime)) return false;
        if (!MobilityOptionsCodec.TryRead(ref reader, out var options, out why)) return false;
        message = new BindingUpdate(new SequenceNumber(sequence), (BindingUpdateFlags)(flags & DefinedFlags), new BindingLifetime(lifetime), options);
        return true;
    }
}
