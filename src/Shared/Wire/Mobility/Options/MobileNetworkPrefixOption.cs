using System.Diagnostics.CodeAnalysis;

namespace DsMip.Wire.Mobility;

/// <summary>Mobile Network Prefix, type 6, alignment 8n+4 (RFC 3963 4.3).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 6    |  Length = 18  |   Reserved    | Prefix Length |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                   Mobile Network Prefix                       |  16 bytes
/// </code>
/// </remarks>
/// <param name="PrefixLength">As received: a length over 128 is answered with status 141, not dropped.</param>
public sealed record MobileNetworkPrefixOption(byte PrefixLength, Ipv6Address Prefix) : MobilityOption, IMobilityOption<MobileNetworkPrefixOption>
{
    public const byte OptionType = 6;
    private const int DataLength = 18;
    public override byte Type => OptionType;
    public override int Length => DataLength;
    public override (int N, int Offset) Alignment => (8, 4);

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteByte(0);
        writer.WriteByte(PrefixLength);
        writer.WriteIpv6(Prefix);
    }

    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out MobileNetworkPrefixOption? option)
    {
        option = data.Length == DataLength ? new(data[1], Ipv6Address.Read(data[2..])) : null;
        return option is not null;
    }
}
