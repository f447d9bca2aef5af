using System.Diagnostics.CodeAnalysis;

namespace DsMip.Wire.Mobility;

/// <summary>Binding Authorization Data, type 5: the last option of its message, with no padding after it (RFC 6275 6.2.7).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 |   Type = 5    | Option Length |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                         Authenticator                         |
/// </code>
/// </remarks>
/// <param name="Authenticator">12 bytes in return routability; at most 255.</param>
public sealed record BindingAuthorizationDataOption(ValueArray<byte> Authenticator)
    : MobilityOption, IMobilityOption<BindingAuthorizationDataOption>
{
    public const byte OptionType = 5;
    public override byte Type => OptionType;
    public override int Length => Authenticator.Count;

    /// <summary>Such that the option ends on a multiple of 8: 8n+2 for an authenticator of 96 bits.</summary>
    public override (int N, int Offset) Alignment => (8, (6 - Length) & 7);

    public override void WriteData(ref WireWriter writer) => writer.WriteBytes(Authenticator.AsSpan());

    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out BindingAuthorizationDataOption? option)
    {
        option = new BindingAuthorizationDataOption(ValueArray.Create(data));
        return true;
    }
}
