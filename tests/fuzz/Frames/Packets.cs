using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.Fuzz.Frames;

/// <summary>Whole packets to begin with.</summary>
internal static class Packets
{
    private const byte HopLimit = 64;

    public static byte[] Ipv6(Ipv6Address source, Ipv6Address destination, byte protocol, ReadOnlySpan<byte> payload)
    {
        var packet = new byte[Ipv6Header.Size + payload.Length];
        new Ipv6Header(0, 0, (ushort)payload.Length, protocol, HopLimit, source, destination).Write(packet);
        payload.CopyTo(packet.AsSpan(Ipv6Header.Size));
        return packet;
    }

    public static byte[] Ipv4(Ipv4Address source, Ipv4Address destination, byte protocol, ReadOnlySpan<byte> payload)
    {
        var packet = new byte[Ipv4Header.Size + payload.Length];
        payload.CopyTo(packet.AsSpan(Ipv4Header.Size));
        new Ipv4Header(0, (ushort)packet.Length, 0, false, false, 0, HopLimit, protocol, source, destination).Write(packet);
        return packet;
    }

    public static byte[] Udp(Ipv4Address source, Ipv4Address destination, ushort sourcePort, ushort destinationPort, ReadOnlySpan<byte> payload)
    {
        var datagram = new byte[UdpHeader.Size + payload.Length];
        new UdpHeader(sourcePort, destinationPort, (ushort)datagram.Length).Write(datagram);
        payload.CopyTo(datagram.AsSpan(UdpHeader.Size));
        UdpHeader.Seal(datagram, source, destination);
        return Ipv4(source, destination, IpProtocol.Udp, datagram);
    }

    /// <summary>In the tunnel of a mobile node behind a NAT.</summary>
    public static byte[] InUdp(ReadOnlySpan<byte> packet) => Udp(Lab.VisitedIpv4, Lab.HomeAgentIpv4, 40_000, Port.DsMip, packet);

    public static byte[] Message(IMobilityMessage message, Ipv6Address source, Ipv6Address destination) =>
        Ipv6(source, destination, IpProtocol.MobilityHeader, MobilityHeaderCodec.Write(message, source, destination));

    public static byte[] Message(Icmpv6Message message, Ipv6Address source, Ipv6Address destination)
    {
        var bytes = new byte[Icmpv6Codec.Measure(message)];
        Icmpv6Codec.Write(message, source, destination, bytes);
        return Ipv6(source, destination, IpProtocol.Icmpv6, bytes);
    }

    /// <summary>From a care-of address, with a Home Address option in front of what the packet carries.</summary>
    public static byte[] BehindOption(Ipv6Address careOf, ReadOnlySpan<byte> packet)
    {
        var header = new byte[HomeAddressOption.HeaderSize + packet.Length - Ipv6Header.Size];
        HomeAddressOption.WriteHeader(header, packet[6], Ipv6Address.Read(packet[8..]));
        packet[Ipv6Header.Size..].CopyTo(header.AsSpan(HomeAddressOption.HeaderSize));
        return Ipv6(careOf, Ipv6Address.Read(packet[24..]), IpProtocol.DestinationOptions, header);
    }
}
