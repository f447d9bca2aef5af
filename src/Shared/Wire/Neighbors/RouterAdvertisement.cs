using System.Runtime.InteropServices;
using DsMip.Wire.Icmp;

namespace DsMip.Wire.Neighbors;

/// <summary>Router Advertisement, ICMPv6 type 134 (RFC 4861 4.2), with what RFC 6275 7 adds to it.</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// | Cur Hop Limit |M|O|H| Reserved|       Router Lifetime         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                         Reachable Time                        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                          Retrans Timer                        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Options ...
/// </code>
/// Hop limit, reachable time and retransmission timer stay unspecified, which is 0: they are the link's affair and not a home agent's.
/// </remarks>
/// <param name="LifetimeSeconds">As a default router; 0: it is none.</param>
/// <param name="SourceLinkAddress">The Source Link-Layer Address option; null without it.</param>
/// <param name="Prefixes">The Prefix Information options; one of a wrong length is left out.</param>
public sealed record RouterAdvertisement(
    RouterAdvertisementFlags Flags, ushort LifetimeSeconds, LinkAddress? SourceLinkAddress, ValueArray<PrefixInformationOption> Prefixes,
    AdvertisementIntervalOption? Interval = null, HomeAgentInformationOption? HomeAgent = null)
    : Icmpv6Message, IIcmpv6Message<RouterAdvertisement>
{
    private const int FixedPart = 12, Unspecified = 8, Unit = 8;

    public override Icmpv6Type Type => Icmpv6Type.RouterAdvertisement;

    public override int Length => FixedPart + LinkAddressOption.LengthOf(SourceLinkAddress) + PrefixInformationOption.Size * Prefixes.Count
        + (Interval is null ? 0 : AdvertisementIntervalOption.Size) + (HomeAgent is null ? 0 : HomeAgentInformationOption.Size);

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteByte(0);
        writer.WriteByte((byte)Flags);
        writer.WriteUInt16(LifetimeSeconds);
        writer.WriteZeros(Unspecified);
        LinkAddressOption.Write(ref writer, LinkAddressOption.Source, SourceLinkAddress);
        foreach (var prefix in Prefixes.AsSpan()) prefix.Write(ref writer);
        Interval?.Write(ref writer);
        HomeAgent?.Write(ref writer);
    }

    public static bool TryRead(ref WireReader reader, out RouterAdvertisement? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TrySkip(1) || !reader.TryReadByte(out var flags) || !reader.TryReadUInt16(out var lifetime) || !reader.TrySkip(Unspecified)) return false;
        message = TryReadOptions(
            ref reader, new RouterAdvertisement((RouterAdvertisementFlags)flags & RouterAdvertisementFlags.All, lifetime, null, []), out why);
        return message is not null;
    }

    private static RouterAdvertisement? TryReadOptions(ref WireReader reader, RouterAdvertisement read, out DropReason why)
    {
        why = DropReason.BadLength;
        var prefixes = new List<PrefixInformationOption>();
        while (reader.TryReadByte(out var type))
        {
            // A length of zero would never end, and makes the whole message invalid (RFC 4861 6.1.2); its -2 bytes are refused.
            if (!reader.TryReadByte(out var units) || !reader.TryReadBytes(Unit * units - 2, out var data)) return null;
            if (type == PrefixInformationOption.OptionType && PrefixInformationOption.TryRead(data, out var prefix)) prefixes.Add(prefix);
            else read = read.With(type, data);
        }
        why = DropReason.None;
        return read with { Prefixes = ValueArray.Create<PrefixInformationOption>(CollectionsMarshal.AsSpan(prefixes)) };
    }

    private RouterAdvertisement With(byte type, ReadOnlySpan<byte> data) => type switch
    {
        LinkAddressOption.Source when data.Length == LinkAddress.Size => this with { SourceLinkAddress = LinkAddress.Read(data) },
        AdvertisementIntervalOption.OptionType when AdvertisementIntervalOption.TryRead(data, out var interval) => this with { Interval = interval },
        HomeAgentInformationOption.OptionType when HomeAgentInformationOption.TryRead(data, out var information) => this with { HomeAgent = information },
        _ => this,
    };
}

/// <summary>As they stand in the byte after Cur Hop Limit.</summary>
[Flags]
public enum RouterAdvertisementFlags : byte
{
    None = 0,

    /// <summary>H: the router is a home agent (RFC 6275 7.1).</summary>
    HomeAgent = 0x20,
    OtherConfiguration = 0x40,
    ManagedAddressConfiguration = 0x80,
    All = HomeAgent | OtherConfiguration | ManagedAddressConfiguration,
}
