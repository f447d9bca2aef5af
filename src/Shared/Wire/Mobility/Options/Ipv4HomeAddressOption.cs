using System.Diagnostics.CodeAnalysis;

namespace DsMip.Wire.Mobility;

/// <summary>IPv4 Home Address, type 29, alignment 4n (RFC 5555 3.1.1). Address 0.0.0.0 asks for a dynamic address.</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 29   |  Length = 6   |Prefix-len |P|   Reserved      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                    IPv4 home address                          |
/// </code>
/// </remarks>
/// <param name="PrefixLength">6 bits; 32 for a single address. 0 is an error that the home agent answers with a status.</param>
public sealed record Ipv4HomeAddressOption(byte PrefixLength, bool PrefixRequested, Ipv4Address HomeAddress)
    : MobilityOption, IMobilityOption<Ipv4HomeAddressOption>
{
    public const byte OptionType = 29;
    private const int DataLength = 6;
    public override byte Type => OptionType;
    public override int Length => DataLength;
    public override (int N, int Offset) Alignment => (4, 0);

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt16((ushort)((PrefixLength & 0x3f) << 10 | (PrefixRequested ? 0x0200 : 0)));
        writer.WriteIpv4(HomeAddress);
    }

    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out Ipv4HomeAddressOption? option)
    {
        option = data.Length == DataLength ? new((byte)(data[0] >> 2), (data[0] & 0x02) != 0, Ipv4Address.Read(data[2..])) : null;
        return option is not null;
    }
}
