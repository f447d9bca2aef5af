using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace DsMip.Wire.Mobility;

/// <summary>Binding Refresh Advice, type 2, alignment 2n (RFC 6275 6.2.4).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 2    |  Length = 2   |       Refresh Interval        |
/// </code>
/// </remarks>
public sealed record BindingRefreshAdviceOption(BindingLifetime Interval) : MobilityOption, IMobilityOption<BindingRefreshAdviceOption>
{
    public const byte OptionType = 2;
    private const int DataLength = 2;
    public override byte Type => OptionType;
    public override int Length => DataLength;
    public override (int N, int Offset) Alignment => (2, 0);
    public override void WriteData(ref WireWriter writer) => writer.WriteUInt16(Interval.Units);

    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out BindingRefreshAdviceOption? option)
    {
        option = data.Length == DataLength ? new(new BindingLifetime(BinaryPrimitives.ReadUInt16BigEndian(data))) : null;
        return option is not null;
    }
}
