namespace DsMip.Wire.Mobility;

/// <summary>IPv4 Care-of Address, type 32, alignment 4n (RFC 5555 3.1.2).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 32   |  Length = 6   |          Reserved             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                    IPv4 care-of address                       |
/// </code>
/// </remarks>
public sealed record Ipv4CareOfAddressOption(Ipv4Address CareOfAddress) : MobilityOption
{
    public const byte OptionType = 32;
    public override byte Type => OptionType;
    public override int Length => 6;
    public override (int N, int Offset) Alignment => (4, 0);

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt16(0);
        writer.WriteIpv4(CareOfAddress);
    }
}
