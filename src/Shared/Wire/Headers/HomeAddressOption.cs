namespace DsMip.Wire;

/// <summary>The Home Address option in a Destination Options header, alignment 8n+6 (RFC 6275 6.3).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Next Header  |Hdr Ext Len = 2|   PadN = 1    |       2       |   the header that
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+   WriteHeader makes
/// |       0       |       0       |  Type = 0xC9  |  Length = 16  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                          Home Address                         |   16 bytes
/// </code>
/// </remarks>
/// <param name="Header">The Destination Options header that holds it.</param>
/// <param name="Offset">Of its Option Type byte, from the start of the packet.</param>
/// <param name="IsAlone">The header holds nothing else but padding, so that the header may go with the option.</param>
public readonly record struct HomeAddressOption(Ipv6Address HomeAddress, ExtensionHeader Header, int Offset, bool IsAlone)
{
    public const byte OptionType = 0xc9;

    /// <summary>Length of a Destination Options header with just this option, bytes.</summary>
    public const int HeaderSize = 24;

    private const byte Pad1 = 0;
    private const byte PadN = 1;

    /// <summary>Writes a Destination Options header of 24 bytes with just this option.</summary>
    public static void WriteHeader(Span<byte> buffer, byte nextHeader, Ipv6Address homeAddress)
    {
        ReadOnlySpan<byte> start = [nextHeader, HeaderSize / 8 - 1, PadN, 2, 0, 0, OptionType, Ipv6Address.Size];
        start.CopyTo(buffer);
        homeAddress.Write(buffer[start.Length..]);
    }

    /// <summary>
    /// Looks for the option. False: the packet must be dropped, because the chain is malformed, or the option is, or it is there twice, stands
    /// before a routing header or after a fragment or authentication header, or its address is not unicast routable (RFC 6275 6.3, 9.3.1).
    /// </summary>
    /// <param name="packet">An IPv6 packet, cut to its length.</param>
    /// <param name="found">Null if the packet has none.</param>
    public static bool TryFind(ReadOnlySpan<byte> packet, out HomeAddressOption? found, out DropReason why)
    {
        found = null;
        var misplaced = false;
        var walker = new ExtensionHeaderWalker(packet);
        while (walker.TryNext(out var header))
        {
            why = DropReason.BadHomeAddressOption;
            if (header.Type == IpProtocol.Routing && found is not null) return false;
            misplaced |= header.Type is IpProtocol.Fragment or IpProtocol.AuthenticationHeader;
            if (header.Type != IpProtocol.DestinationOptions) continue;
            if (!TryReadHeader(packet, header, out var option)) return false;
            if (option is null) continue;
            if (found is not null || misplaced || !option.Value.HomeAddress.IsUnicastRoutable) return false;
            found = option;
        }
        why = walker.Why;
        return why == DropReason.None;
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> packet, ExtensionHeader header, out HomeAddressOption? found)
    {
        found = null;
        var others = 0;
        var reader = new WireReader(packet.Slice(header.Offset + 2, header.Length - 2));
        while (reader.TryReadByte(out var type))
        {
            if (type == Pad1) continue;
            var offset = header.Offset + 2 + reader.Position - 1;
            if (!reader.TryReadByte(out var length) || !reader.TryReadBytes(length, out var data)) return false;
            if (type != OptionType)
            {
                if (type != PadN) others++;
                continue;
            }
            if (found is not null || length != Ipv6Address.Size) return false;
            found = new HomeAddressOption(Ipv6Address.Read(data), header, offset, false);
        }
        if (found is not null) found = found.Value with { IsAlone = others == 0 };
        return true;
    }
}
