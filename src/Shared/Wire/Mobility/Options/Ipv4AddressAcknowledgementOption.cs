using System.Diagnostics.CodeAnalysis;

namespace DsMip.Wire.Mobility;

/// <summary>IPv4 Address Acknowledgement, type 30, alignment 4n (RFC 5555 3.2.1).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 30   |  Length = 6   |   Status      |Pref-len   |Res|
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                    IPv4 home address                          |
/// </code>
/// RFC 5555 8 gives it the number 29, that of the IPv4 Home Address option, whose layout is another.
/// </remarks>
/// <param name="PrefixLength">6 bits, overrides the requested length; 0 when the status is a failure.</param>
public sealed record Ipv4AddressAcknowledgementOption(Ipv4AddressStatus Status, byte PrefixLength, Ipv4Address HomeAddress)
    : MobilityOption, IMobilityOption<Ipv4AddressAcknowledgementOption>
{
    public const byte OptionType = 30;
    private const int DataLength = 6;

    /// <summary>30, or 29: see above.</summary>
    public byte Number { get; init; } = OptionType;

    public override byte Type => Number;
    public override int Length => DataLength;
    public override (int N, int Offset) Alignment => (4, 0);

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteByte((byte)Status);
        writer.WriteByte((byte)(PrefixLength << 2));
        writer.WriteIpv4(HomeAddress);
    }

    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out Ipv4AddressAcknowledgementOption? option)
    {
        option = data.Length == DataLength ? new((Ipv4AddressStatus)data[0], (byte)(data[1] >> 2), Ipv4Address.Read(data[2..])) : null;
        return option is not null;
    }
}
