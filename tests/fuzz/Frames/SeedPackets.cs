using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.Fuzz.Frames;

/// <summary>A frame of every kind that a home agent or a mobile node may get.</summary>
internal static class SeedPackets
{
    private static readonly byte[] Esp = [0, 0, 3, 0xe9, 0, 0, 0, 1, .. new byte[64]];
    private static readonly byte[] Datagram = [0x15, 0xb3, 0x1e, 0x61, 0, 16, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];

    public static byte[] Sealed => Packets.Ipv6(Lab.Alice, Lab.HomeAgent, IpProtocol.Esp, Esp);

    public static byte[] SealedBehindOption => Packets.BehindOption(Lab.Visited, Sealed);

    public static byte[] ClearUpdate => Packets.Message(Lab.Update(1, new AlternateCareOfAddressOption(Lab.Visited)), Lab.Alice, Lab.HomeAgent);

    public static byte[] Payload => Packets.Ipv6(Lab.Alice, Lab.Correspondent, IpProtocol.Udp, Datagram);

    public static byte[] PayloadIpv4 => Packets.Udp(Lab.AliceIpv4, Lab.CorrespondentIpv4, 5555, 7777, Datagram);

    public static byte[] PayloadInUdp => Packets.InUdp(Payload);

    public static byte[] PayloadInIpv4 => Packets.Ipv4(Lab.VisitedIpv4, Lab.HomeAgentIpv4, IpProtocol.Ipv6, Payload);

    public static byte[] PayloadInIpv6 => Packets.Ipv6(Lab.Visited, Lab.HomeAgent, IpProtocol.Ipv4, PayloadIpv4);

    public static byte[] RoutingHeader
    {
        get
        {
            var header = new byte[Type2RoutingHeader.Size + Esp.Length];
            Type2RoutingHeader.Write(header, IpProtocol.Esp, Lab.Alice);
            Esp.CopyTo(header.AsSpan(Type2RoutingHeader.Size));
            return Packets.Ipv6(Lab.HomeAgent, Lab.Visited, IpProtocol.Routing, header);
        }
    }

    public static byte[] AddressRequest => Packets.Message(new HomeAgentAddressDiscoveryRequest(7), Lab.Visited, Lab.HomeAgent);

    /// <summary>From a router of the path, about a packet of a tunnel.</summary>
    public static byte[] TooBig(ReadOnlySpan<byte> about)
    {
        var error = Icmpv6Error.PacketTooBig(1280);
        var message = new byte[Icmpv6Error.Measure(about.Length)];
        error.Write(message, about, Lab.Correspondent, Lab.HomeAgent);
        return Packets.Ipv6(Lab.Correspondent, Lab.HomeAgent, IpProtocol.Icmpv6, message);
    }

    /// <inheritdoc cref="TooBig"/>
    public static byte[] FragmentationNeeded(ReadOnlySpan<byte> about)
    {
        var error = Icmpv4Error.FragmentationNeeded(1280);
        var message = new byte[Icmpv4Error.Measure(about.Length)];
        error.Write(message, about);
        return Packets.Ipv4(Lab.CorrespondentIpv4, Lab.HomeAgentIpv4, IpProtocol.Icmp, message);
    }

    /// <summary>What a home agent sends by the tunnel of a mobile node behind a NAT.</summary>
    public static byte[] Down => Packets.Udp(
        Lab.HomeAgentIpv4, Lab.VisitedIpv4, Port.DsMip, 40_000, Packets.Ipv6(Lab.Correspondent, Lab.Alice, IpProtocol.Udp, Datagram));

    public static byte[] DownIpv6 => Packets.Ipv6(
        Lab.HomeAgent, Lab.Visited, IpProtocol.Ipv6, Packets.Ipv6(Lab.Correspondent, Lab.Alice, IpProtocol.Udp, Datagram));

    public static byte[] KeyExchange => Packets.Ipv6(
        Lab.Alice, Lab.HomeAgent, IpProtocol.Udp, [0x01, 0xf4, 0x01, 0xf4, 0, 36, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 33, 0x20, 34, 8, 0, 0, 0, 0, 0, 0, 0, 28]);

    public static byte[] EspInUdp => Packets.Udp(Lab.VisitedIpv4, Lab.HomeAgentIpv4, 40_001, Port.IpsecNatTraversal, Esp);

    public static IEnumerable<byte[]> All =>
    [
        Sealed, SealedBehindOption, ClearUpdate, Payload, PayloadIpv4, PayloadInUdp, PayloadInIpv4, PayloadInIpv6, RoutingHeader, AddressRequest, Down, DownIpv6,
        KeyExchange, EspInUdp, Packets.InUdp(Sealed), Packets.InUdp(ClearUpdate), TooBig(DownIpv6), FragmentationNeeded(Down),
    ];
}
