using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>IPv4 in front: protocol 41 (RFC 4213), protocol 4 (RFC 2003), or UDP port 4191 (RFC 5555 4.1).</summary>
internal static class OuterIpv4
{
    public static DropReason Read(ReadOnlySpan<byte> frame, bool atHomeAgent, ref Outer outer)
    {
        var fragment = BinaryPrimitives.ReadUInt16BigEndian(frame[Ipv4.Fragment..]);
        if ((fragment & (Ipv4.MoreFragments | Ipv4.FragmentOffsetMask)) != 0) return DropReason.FragmentNotSupported;
        var source = Ipv4Address.Read(frame[Ipv4.Source..]);
        var destination = Ipv4Address.Read(frame[Ipv4.Destination..]);
        outer.Start = InnerLength.HeaderLengthOfIpv4(frame);
        outer.Ingress = new Ingress(Encapsulation.Ipv4, destination, source);
        var protocol = frame[Ipv4.Protocol];
        if (protocol == IpProtocol.Udp) return ReadUdp(frame, atHomeAgent, ref outer);
        outer.InnerVersion = protocol switch { IpProtocol.Ipv6 => 6, IpProtocol.Ipv4 => 4, _ => 0 };
        return outer.InnerVersion == 0 ? DropReason.UnknownNextHeader : DropReason.None;
    }

    private static DropReason ReadUdp(ReadOnlySpan<byte> frame, bool atHomeAgent, ref Outer outer)
    {
        var udp = frame[outer.Start..outer.End];
        if (udp.Length < Udp.HeaderLength) return DropReason.Truncated;
        var remotePort = BinaryPrimitives.ReadUInt16BigEndian(udp);
        var localPort = BinaryPrimitives.ReadUInt16BigEndian(udp[Udp.DestinationPort..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(udp[Udp.Length..]);
        if (length < Udp.HeaderLength || length > udp.Length) return DropReason.BadLength;
        if ((atHomeAgent ? localPort : remotePort) != Port.DsMip) return DropReason.NotForUs;
        var ingress = outer.Ingress;
        if (!Udp.HasRightChecksum(ingress.Remote.AsIpv4, ingress.Local.AsIpv4, udp[..length])) return DropReason.BadChecksum;
        outer.Ingress = new Ingress(Encapsulation.UdpIpv4, ingress.Local, ingress.Remote, remotePort, localPort);
        outer.End = outer.Start + length;
        outer.Start += Udp.HeaderLength;
        return DropReason.None;
    }
}
