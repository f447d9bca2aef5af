using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// IPv6 in front: extension headers such as the tunnel encapsulation limit of RFC 2473 4.1.1, then protocol 41 or 4 (RFC 2473), or else ESP or
/// a clear Mobility Header of native signalling.
/// </summary>
internal static class OuterIpv6
{
    /// <param name="packet">Cut to its length.</param>
    public static DropReason Read(ReadOnlySpan<byte> packet, bool atHomeAgent, ref Outer outer)
    {
        var local = Ipv6Address.Read(packet[Ipv6.Destination..]);
        var remote = Ipv6Address.Read(packet[Ipv6.Source..]);
        if (local.IsIpv4Mapped || remote.IsIpv4Mapped) return DropReason.BadSourceAddress;
        outer.Ingress = new Ingress(Encapsulation.Native, local, remote);
        var walker = new ExtensionHeaderWalker(packet);
        while (walker.TryNext(out var header))
        {
            if (header.Type == IpProtocol.Fragment) return DropReason.FragmentNotSupported;
            if (header.Type == IpProtocol.AuthenticationHeader) return DropReason.UnknownNextHeader;
        }
        if (walker.Why != DropReason.None) return walker.Why;
        if (walker.Offset != Ipv6Header.Size)
        {
            var why = FindHomeAddress(packet, atHomeAgent, ref outer);
            if (why != DropReason.None) return why;
        }
        return Classify(walker.NextHeader, walker.Offset, ref outer);
    }

    private static DropReason Classify(byte protocol, int offset, ref Outer outer)
    {
        switch (protocol)
        {
            case IpProtocol.Ipv6 or IpProtocol.Ipv4:
                // Both headers are for the end-to-end packet, not for a tunnel's.
                if (outer.Removable.Length != 0) return outer.Ingress.HomeAddressOption ? DropReason.BadHomeAddressOption : DropReason.BadRoutingHeader;
                outer.Ingress = outer.Ingress with { Encapsulation = Encapsulation.Ipv6 };
                outer.InnerVersion = protocol == IpProtocol.Ipv6 ? 6 : 4;
                outer.Start = offset;
                return DropReason.None;
            case IpProtocol.Esp or IpProtocol.MobilityHeader:
                return DropReason.None;
            default:
                return DropReason.UnknownNextHeader;
        }
    }

    /// <summary>The home agent takes Home Address options, the mobile node type 2 routing headers; neither takes the other.</summary>
    private static DropReason FindHomeAddress(ReadOnlySpan<byte> packet, bool atHomeAgent, ref Outer outer)
    {
        if (!HomeAddressOption.TryFind(packet, out var option, out var why)) return why;
        if (!Type2RoutingHeader.TryFind(packet, out var routing, out why)) return why;
        if (routing is { } header)
        {
            if (atHomeAgent || option is not null) return DropReason.BadRoutingHeader;
            outer.Removable = header.Header;
            outer.HomeAddress = header.HomeAddress;
        }
        if (option is not { } found) return DropReason.None;
        if (!atHomeAgent || !found.IsAlone) return DropReason.BadHomeAddressOption;
        outer.Removable = found.Header;
        outer.HomeAddress = found.HomeAddress;
        outer.Ingress = outer.Ingress with { HomeAddressOption = true };
        return DropReason.None;
    }
}
