using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>IPv4 in front: protocol 41 (RFC 4213), protocol 4 (RFC 2003), or UDP port 4191 (RFC 5555 4.1).</summary>
internal static class OuterIpv4
{
    public static DropReason Read(ReadOnlySpan<byte> frame, bool atHomeAgent, ref Outer outer)
    {
        if (!Ipv4Header.TryRead(frame, out var header, out var why)) return why;
        if (header.IsFragment) return DropReason.FragmentNotSupported;
        outer.Start = header.HeaderLength;
        outer.Ingress = new Ingress(Encapsulation.Ipv4, header.Destination, header.Source);
        if (header.Protocol == IpProtocol.Udp) return ReadUdp(frame[outer.Start..outer.End], header, atHomeAgent, ref outer);
        outer.InnerVersion = header.Protocol switch { IpProtocol.Ipv6 => 6, IpProtocol.Ipv4 => 4, _ => 0 };
        return outer.InnerVersion == 0 ? DropReason.UnknownNextHeader : DropReason.None;
    }

    private static DropReason ReadUdp(ReadOnlySpan<byte> datagram, in Ipv4Header ip, bool atHomeAgent, ref Outer outer)
    {
        if (!UdpHeader.TryRead(datagram, out var udp, out var why)) return why;
        if ((atHomeAgent ? udp.DestinationPort : udp.SourcePort) != Port.DsMip) return DropReason.NotForUs;
        if (!UdpHeader.IsChecksumValid(datagram[..udp.Length], ip.Source, ip.Destination)) return DropReason.BadChecksum;
        outer.Ingress = new Ingress(Encapsulation.UdpIpv4, ip.Destination, ip.Source, udp.SourcePort, udp.DestinationPort);
        outer.End = outer.Start + udp.Length;
        outer.Start += UdpHeader.Size;
        return DropReason.None;
    }
}
