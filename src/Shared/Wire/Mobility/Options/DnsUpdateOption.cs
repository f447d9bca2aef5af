using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DsMip.Wire.Mobility;

/// <summary>DNS Update, type 17, no alignment (RFC 5026 8.1).</summary>
/// <remarks>
/// <code>
///                                 +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                 |   Type = 17   | Option Length |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Status      |R|  Reserved   |     MN identity (FQDN) ...
/// </code>
/// </remarks>
/// <param name="Status">Ignored in a Binding Update.</param>
/// <param name="Remove">R: the entry is to be removed.</param>
/// <param name="Identity">The mobile node's name, at most 253 bytes, as it is written: ASCII, labels with dots between them.</param>
public sealed record DnsUpdateOption(DnsUpdateStatus Status, bool Remove, ValueArray<byte> Identity) : MobilityOption, IMobilityOption<DnsUpdateOption>
{
    public const byte OptionType = 17;

    /// <summary>Of an identity: what the option can hold, and a name in the DNS be long.</summary>
    public const int LongestName = 253;

    private const int FixedLength = 2;

    public override byte Type => OptionType;
    public override int Length => FixedLength + Identity.Count;

    /// <summary>Without the dot that may be at its end; null: it has bytes that no name in the DNS of a host has.</summary>
    public string? Name => DnsName.TryRead(Identity.AsSpan(), out var name) ? name : null;

    public static DnsUpdateOption Of(DnsUpdateStatus status, bool remove, string name) => new(status, remove, ValueArray.Create<byte>(Encoding.ASCII.GetBytes(name)));

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteByte((byte)Status);
        writer.WriteByte(Remove ? (byte)0x80 : (byte)0);
        writer.WriteBytes(Identity.AsSpan());
    }

    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out DnsUpdateOption? option)
    {
        option = data.Length >= FixedLength ? new((DnsUpdateStatus)data[0], (data[1] & 0x80) != 0, ValueArray.Create(data[FixedLength..])) : null;
        return option is not null;
    }
}
