using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace DsMip.Wire.Mobility;

/// <summary>Nonce Indices, type 4, alignment 2n (RFC 6275 6.2.6).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 |   Type = 4    |   Length = 4  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |         Home Nonce Index      |     Care-of Nonce Index       |
/// </code>
/// </remarks>
/// <param name="CareOfNonceIndex">Ignored when the Binding Update deletes a binding.</param>
public sealed record NonceIndicesOption(ushort HomeNonceIndex, ushort CareOfNonceIndex) : MobilityOption, IMobilityOption<NonceIndicesOption>
{
    public const byte OptionType = 4;
    private const int DataLength = 4;
    public override byte Type => OptionType;
    public override int Length => DataLength;
    public override (int N, int Offset) Alignment => (2, 0);

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt16(HomeNonceIndex);
        writer.WriteUInt16(CareOfNonceIndex);
    }

    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out NonceIndicesOption? option)
    {
        option = data.Length == DataLength
            ? new(BinaryPrimitives.ReadUInt16BigEndian(data), BinaryPrimitives.ReadUInt16BigEndian(data[2..]))
            : null;
        return option is not null;
    }
}
