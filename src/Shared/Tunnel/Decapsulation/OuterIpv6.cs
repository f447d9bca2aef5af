using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// IPv6 in front: extension headers, then protocol 41 or 4 (RFC 2473), or else ESP or a clear Mobility Header of native signalling.
/// </summary>
internal static class OuterIpv6
{
    private const int MaximumExtensionHeaders = 8;

    public static DropReason Read(ReadOnlySpan<byte> frame, bool atHomeAgent, ref Outer outer)
    {
        var local = Ipv6Address.Read(frame[Ipv6.Destination..]);
        var remote = Ipv6Address.Read(frame[Ipv6.Source..]);
        if (local.IsIpv4Mapped || remote.IsIpv4Mapped) return DropReason.BadSourceAddress;
        outer.Ingress = new Ingress(Encapsulation.Native, local, remote);
        var link = Ipv6.NextHeader;
        var position = Ipv6.HeaderLength;
        for (var count = 0; count <= MaximumExtensionHeaders; count++)
        {
            var next = frame[link];
            if (!IsSkippable(next, count)) return End(next, position, ref outer);
            if (outer.End - position < 8) return DropReason.Truncated;
            var length = (frame[position + 1] + 1) * 8;
            if (outer.End - position < length) return DropReason.Truncated;
            var why = Note(frame, next, new ExtensionHeader(link, position, length, 0), atHomeAgent, ref outer);
            if (why != DropReason.None) return why;
            link = position;
            position += length;
        }
        return DropReason.TooManyExtensionHeaders;
    }

    /// <summary>A hop-by-hop header may only come first (RFC 8200 4.1).</summary>
    private static bool IsSkippable(byte header, int count) =>
        header is IpProtocol.DestinationOptions or IpProtocol.Routing || (header == IpProtocol.HopByHop && count == 0);

    private static DropReason Note(ReadOnlySpan<byte> frame, byte type, ExtensionHeader header, bool atHomeAgent, ref Outer outer) => type switch
    {
        IpProtocol.DestinationOptions => HomeAddressOption.Note(frame, header, atHomeAgent, ref outer),
        IpProtocol.Routing => TypeTwoRoutingHeader.Note(frame, header, atHomeAgent, ref outer),
        _ => DropReason.None,
    };

    private static DropReason End(byte protocol, int position, ref Outer outer)
    {
        switch (protocol)
        {
            case IpProtocol.Ipv6 or IpProtocol.Ipv4:
                if (outer.Removable.Exists) return outer.Ingress.HomeAddressOption ? DropReason.BadHomeAddressOption : DropReason.BadRoutingHeader;
                outer.Ingress = outer.Ingress with { Encapsulation = Encapsulation.Ipv6 };
                outer.InnerVersion = protocol == IpProtocol.Ipv6 ? 6 : 4;
                outer.Start = position;
                return DropReason.None;
            case IpProtocol.Esp or IpProtocol.MobilityHeader:
                return DropReason.None;
            case IpProtocol.Fragment:
                return DropReason.FragmentNotSupported;
            default:
                return DropReason.UnknownNextHeader;
        }
    }
}
