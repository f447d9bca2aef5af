namespace DsMip.Wire.Mobility;

/// <summary>Binding Refresh Advice, type 2, alignment 2n (RFC 6275 6.2.4).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 2    |  Length = 2   |       Refresh Interval        |
/// </code>
/// </remarks>
public sealed record BindingRefreshAdviceOption(BindingLifetime Interval) : MobilityOption
{
    public const byte OptionType = 2;
    public override byte Type => OptionType;
    public override int Length => 2;
    public override (int N, int Offset) Alignment => (2, 0);
    public override void WriteData(ref WireWriter writer) => writer.WriteUInt16(Interval.Units);
}
