using System.Diagnostics.CodeAnalysis;

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
public sealed record Ipv4CareOfAddressOption(Ipv4Address CareOfAddress) : MobilityOption, IMobilityOption<Ipv4CareOfAddressOption>
{
    public const byte OptionType = 32;
    private const int DataLength = 6;
    public override byte Type => OptionType;
    public override int Length => DataLength;
    public override (int N, int Offset) Alignment => (4, 0);

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt16(0);
        writer.WriteIpv4(CareOfAddress);
    }

    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out Ipv4CareOfAddressOption? option)
    {
        option = data.Length == DataLength ? new(Ipv4Address.Read(data[2..])) : null;
        return option is not null;
    }
}
