using System.Runtime.InteropServices;

namespace DsMip.Wire.Icmp;

/// <summary>ICMP Mobile Prefix Advertisement, type 147 (RFC 6275 6.8).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |          Identifier           |M|O|        Reserved           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Options: Type | Length in units of 8 bytes | ...
/// </code>
/// </remarks>
/// <param name="ManagedAddressConfiguration">M: addresses by DHCPv6.</param>
/// <param name="OtherConfiguration">O: other configuration by DHCPv6.</param>
/// <param name="Prefixes">The Prefix Information options; other options are skipped.</param>
public sealed record MobilePrefixAdvertisement(
    ushort Identifier, bool ManagedAddressConfiguration, bool OtherConfiguration, ValueArray<PrefixInformationOption> Prefixes)
    : Icmpv6Message, IIcmpv6Message<MobilePrefixAdvertisement>
{
    private const ushort ManagedFlag = 0x8000;
    private const ushort OtherFlag = 0x4000;

    public override Icmpv6Type Type => Icmpv6Type.MobilePrefixAdvertisement;
    public override int Length => 4 + PrefixInformationOption.Size * Prefixes.Count;

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt16(Identifier);
        writer.WriteUInt16((ushort)((ManagedAddressConfiguration ? ManagedFlag : 0) | (OtherConfiguration ? OtherFlag : 0)));
        foreach (var prefix in Prefixes.AsSpan()) prefix.Write(ref writer);
    }

    public static bool TryRead(ref WireReader reader, out MobilePrefixAdvertisement? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TryReadUInt16(out var identifier) || !reader.TryReadUInt16(out var flags)) return false;
        if (!TryReadOptions(ref reader, out var prefixes, out why)) return false;
        message = new MobilePrefixAdvertisement(identifier, (flags & ManagedFlag) != 0, (flags & OtherFlag) != 0, prefixes);
        return true;
    }

    private static bool TryReadOptions(ref WireReader reader, out ValueArray<PrefixInformationOption> prefixes, out DropReason why)
    {
        prefixes = [];
        why = DropReason.BadLength;
        var found = new List<PrefixInformationOption>();
        while (reader.TryReadByte(out var type))
        {
            // A length of zero would never end (RFC 4861 4.6); its -2 bytes are refused.
            if (!reader.TryReadByte(out var units) || !reader.TryReadBytes(8 * units - 2, out var data)) return false;
            if (type != PrefixInformationOption.OptionType) continue;
            if (!PrefixInformationOption.TryRead(data, out var prefix)) return false;
            found.Add(prefix);
        }
        prefixes = ValueArray.Create<PrefixInformationOption>(CollectionsMarshal.AsSpan(found));
        why = DropReason.None;
        return true;
    }
}
