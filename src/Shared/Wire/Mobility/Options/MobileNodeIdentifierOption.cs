using System.Diagnostics.CodeAnalysis;

namespace DsMip.Wire.Mobility;

/// <summary>Mobile Node Identifier, type 8, no alignment (RFC 4283 3).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 |   Type = 8    | Option Length |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Subtype      |          Identifier ...
/// </code>
/// </remarks>
/// <param name="Subtype">1: a network access identifier, user@realm (RFC 4283 3.1).</param>
/// <param name="Identifier">At most 254 bytes.</param>
public sealed record MobileNodeIdentifierOption(byte Subtype, ValueArray<byte> Identifier)
    : MobilityOption, IMobilityOption<MobileNodeIdentifierOption>
{
    public const byte OptionType = 8;
    public const byte NetworkAccessIdentifier = 1;
    public override byte Type => OptionType;
    public override int Length => 1 + Identifier.Count;

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteByte(Subtype);
        writer.WriteBytes(Identifier.AsSpan());
    }

    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out MobileNodeIdentifierOption? option)
    {
        option = data.IsEmpty ? null : new(data[0], ValueArray.Create(data[1..]));
        return option is not null;
    }
}
