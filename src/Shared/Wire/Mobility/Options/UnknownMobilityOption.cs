namespace DsMip.Wire.Mobility;

/// <summary>An option of a type that we do not know: kept to be looked at, skipped by every rule (RFC 6275 6.2.1).</summary>
/// <param name="Type">Neither padding (0, 1) nor a type that has a record of its own.</param>
/// <param name="Data">At most 255 bytes.</param>
public sealed record UnknownMobilityOption(byte Type, ValueArray<byte> Data) : MobilityOption
{
    public override byte Type { get; } = Type;
    public override int Length => Data.Count;

    public override void WriteData(ref WireWriter writer) => writer.WriteBytes(Data.AsSpan());
}
