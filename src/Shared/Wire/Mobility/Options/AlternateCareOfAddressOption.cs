using System.Diagnostics.CodeAnalysis;

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
public sealed record AlternateCareOfAddressOption(Ipv6Address CareOfAddress) : MobilityOption, IMobilityOption<AlternateCareOfAddressOption>
{
    public const byte OptionType = 3;
    private const int DataLength = 16;
    public override byte Type => OptionType;
    public override int Length => DataLength;
    public override (int N, int Offset) Alignment => (8, 6);
    public override void WriteData(ref WireWriter writer) => writer.WriteIpv6(CareOfAddress);

    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out AlternateCareOfAddressOption? option)
    {
        option = data.Length == DataLength ? new(Ipv6Address.Read(data)) : null;
        return option is not null;
    }
}
