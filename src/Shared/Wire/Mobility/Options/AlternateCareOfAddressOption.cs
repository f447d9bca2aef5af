namespace DsMip.Wire.Mobility;

/// <summary>Alternate Care-of Address, type 3, alignment 8n+6 (RFC 6275 6.2.5).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 3    |  Length = 16  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Alternate Care-of Address    |  16 bytes
/// </code>
/// </remarks>
public sealed record AlternateCareOfAddressOption(Ipv6Address CareOfAddress) : MobilityOption
{
    public const byte OptionType = 3;
    public override byte Type => OptionType;
    public override int Length => 16;
    public override (int N, int Offset) Alignment => (8, 6);
    public override void WriteData(ref WireWriter writer) => writer.WriteIpv6(CareOfAddress);
}
