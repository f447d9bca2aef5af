namespace DsMip.Wire.Mobility;

/// <summary>What both Binding Revocation messages have behind their type (RFC 5846 5.1, 5.2).</summary>
/// <param name="Code">The trigger of an indication, the status of an acknowledgement.</param>
internal readonly record struct RevocationFields(byte Code, ushort Sequence, BindingRevocationFlags Flags)
{
    // Reserved bits are ignored by the receiver.
    private const BindingRevocationFlags DefinedFlags =
        BindingRevocationFlags.ProxyBinding | BindingRevocationFlags.Ipv4HomeAddressBindingOnly | BindingRevocationFlags.Global;

    public void Write(ref WireWriter writer, byte revocationType)
    {
        writer.WriteByte(revocationType);
        writer.WriteByte(Code);
        writer.WriteUInt16(Sequence);
        writer.WriteUInt16((ushort)Flags);
    }

    /// <param name="reader">Behind the type.</param>
    public static bool TryRead(ref WireReader reader, out RevocationFields fields, out MobilityOptions options, out DropReason why)
    {
        (fields, options, why) = (default, MobilityOptions.None, DropReason.Truncated);
        if (!reader.TryReadByte(out var code) || !reader.TryReadUInt16(out var sequence) || !reader.TryReadUInt16(out var flags)) return false;
        fields = new RevocationFields(code, sequence, (BindingRevocationFlags)flags & DefinedFlags);
        return MobilityOptionsCodec.TryRead(ref reader, out options, out why);
    }
}
