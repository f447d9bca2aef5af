using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace DsMip.Wire.Mobility;

/// <summary>NAT Detection, type 31, alignment 4n (RFC 5555 3.2.2).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 31   |  Length = 6   |F|          Reserved           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                    Refresh time                               |
/// </code>
/// </remarks>
/// <param name="UdpRequired">F: the mobile node must use UDP encapsulation even without a NAT.</param>
/// <param name="RefreshSeconds">Keepalive interval; 0 is ignored by the receiver, all ones: no keepalive is needed.</param>
public sealed record NatDetectionOption(bool UdpRequired, uint RefreshSeconds) : MobilityOption, IMobilityOption<NatDetectionOption>
{
    public const byte OptionType = 31;
    public const uint NoKeepaliveNeeded = uint.MaxValue;
    private const int DataLength = 6;
    public override byte Type => OptionType;
    public override int Length => DataLength;
    public override (int N, int Offset) Alignment => (4, 0);

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt16(UdpRequired ? (ushort)0x8000 : (ushort)0);
        writer.WriteUInt32(RefreshSeconds);
    }

    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out NatDetectionOption? option)
    {
        option = data.Length == DataLength ? new((data[0] & 0x80) != 0, BinaryPrimitives.ReadUInt32BigEndian(data[2..])) : null;
        return option is not null;
    }
}
