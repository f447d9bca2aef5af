using System.Runtime.InteropServices;

namespace DsMip.Wire.Mobility;

/// <summary>Reads and writes the option area of a Mobility Header (RFC 6275 6.2.1): options, and the padding between them.</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-
/// |  Option Type  | Option Length |   Option Data...
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-
/// Pad1 (6.2.2): the single byte 0. PadN (6.2.3): type 1, Option Length N-2, N-2 zeros.
/// </code>
/// </remarks>
public static class MobilityOptionsCodec
{
    private const byte Pad1 = 0;
    private const byte PadN = 1;

    // The Mobility Header is a multiple of 8 bytes long (RFC 6275 6.1.1).
    private const int Unit = 8;

    /// <summary>Where the option area ends, as an offset from the start of the Mobility Header; a multiple of 8.</summary>
    /// <param name="start">Where it begins: the end of the Message Data.</param>
    public static int Measure(MobilityOptions options, int start)
    {
        var end = start;
        foreach (var option in options.Items) end += Padding(end, option.Alignment) + 2 + option.Length;
        return end + Padding(end, (Unit, 0));
    }

    /// <summary>Writes options and padding.</summary>
    /// <param name="writer">Its position counts from the start of the Mobility Header, because alignment does.</param>
    public static void Write(MobilityOptions options, ref WireWriter writer)
    {
        foreach (var option in options.Items)
        {
            WritePadding(ref writer, Padding(writer.Position, option.Alignment));
            writer.WriteByte(option.Type);
            writer.WriteByte(checked((byte)option.Length));
            option.WriteData(ref writer);
        }
        WritePadding(ref writer, Padding(writer.Position, (Unit, 0)));
    }

    /// <summary>Reads options up to the end of <paramref name="reader"/>. Padding is skipped.</summary>
    /// <param name="isAcknowledgement">
    /// Of a Binding Acknowledgement, where no IPv4 Home Address option belongs: type 29 is the IPv4 Address Acknowledgement of RFC 5555 8.
    /// </param>
    public static bool TryRead(ref WireReader reader, out MobilityOptions options, out DropReason why, bool isAcknowledgement = false)
    {
        options = MobilityOptions.None;
        why = DropReason.BadMobilityOption;
        var items = new List<MobilityOption>();
        while (reader.TryReadByte(out var type))
        {
            if (type == Pad1) continue;
            if (!reader.TryReadByte(out var length) || !reader.TryReadBytes(length, out var data)) return false;
            if (type == PadN) continue;
            if (!(isAcknowledgement && type == Ipv4HomeAddressOption.OptionType ? TryReadAs29(data, out var option) : TryReadOption(type, data, out option))) return false;
            // The last option of its message, without padding behind it (RFC 6275 6.2.7).
            if (type == BindingAuthorizationDataOption.OptionType && reader.Remaining > 0) return false;
            items.Add(option!);
        }
        options = MobilityOptions.Of(CollectionsMarshal.AsSpan(items));
        why = DropReason.None;
        return true;
    }

    private static bool TryReadAs29(ReadOnlySpan<byte> data, out MobilityOption? option)
    {
        var ok = Ipv4AddressAcknowledgementOption.TryRead(data, out var read);
        option = read is null ? null : read with { Number = Ipv4HomeAddressOption.OptionType };
        return ok;
    }

    private static bool TryReadOption(byte type, ReadOnlySpan<byte> data, out MobilityOption? option)
    {
        switch (type)
        {
            case BindingRefreshAdviceOption.OptionType: return TryRead<BindingRefreshAdviceOption>(data, out option);
            case AlternateCareOfAddressOption.OptionType: return TryRead<AlternateCareOfAddressOption>(data, out option);
            case NonceIndicesOption.OptionType: return TryRead<NonceIndicesOption>(data, out option);
            case BindingAuthorizationDataOption.OptionType: return TryRead<BindingAuthorizationDataOption>(data, out option);
            case MobileNetworkPrefixOption.OptionType: return TryRead<MobileNetworkPrefixOption>(data, out option);
            case MobileNodeIdentifierOption.OptionType: return TryRead<MobileNodeIdentifierOption>(data, out option);
            case DnsUpdateOption.OptionType: return TryRead<DnsUpdateOption>(data, out option);
            case Ipv4HomeAddressOption.OptionType: return TryRead<Ipv4HomeAddressOption>(data, out option);
            case Ipv4AddressAcknowledgementOption.OptionType: return TryRead<Ipv4AddressAcknowledgementOption>(data, out option);
            case NatDetectionOption.OptionType: return TryRead<NatDetectionOption>(data, out option);
            case Ipv4CareOfAddressOption.OptionType: return TryRead<Ipv4CareOfAddressOption>(data, out option);
            default:
                option = new UnknownMobilityOption(type, ValueArray.Create(data));
                return true;
        }
    }

    private static bool TryRead<T>(ReadOnlySpan<byte> data, out MobilityOption? option) where T : MobilityOption, IMobilityOption<T>
    {
        var ok = T.TryRead(data, out var read);
        option = read;
        return ok;
    }

    private static int Padding(int position, (int N, int Offset) alignment) =>
        (alignment.Offset - position % alignment.N + alignment.N) % alignment.N;

    private static void WritePadding(ref WireWriter writer, int count)
    {
        if (count == 0) return;
        if (count == 1)
        {
            writer.WriteByte(Pad1);
            return;
        }
        writer.WriteByte(PadN);
        writer.WriteByte((byte)(count - 2));
        writer.WriteZeros(count - 2);
    }
}
