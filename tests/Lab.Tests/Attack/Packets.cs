using DsMip.Lab.Topology;
using DsMip.Wire;

namespace DsMip.Lab.Tests.Attack;

/// <summary>Outer headers around what an attacker made or caught.</summary>
internal static class Packets
{
    public static readonly Ipv6Address HomeAgent = Ipv6Address.Parse(AddressPlan.HomeAgentAddress);
    public static readonly Ipv4Address HomeAgentIpv4 = Ipv4Address.Parse(AddressPlan.HomeAgentIpv4Address);

    private const byte HopLimit = 64;

    public static byte[] Ipv6(Ipv6Address source, Ipv6Address destination, byte nextHeader, ReadOnlySpan<byte> payload)
    {
        var packet = new byte[Ipv6Header.Size + payload.Length];
        new Ipv6Header(0, 0, (ushort)payload.Length, nextHeader, HopLimit, source, destination).Write(packet);
        payload.CopyTo(packet.AsSpan(Ipv6Header.Size));
        return packet;
    }

    public static byte[] Ipv4(Ipv4Address source, byte protocol, ReadOnlySpan<byte> payload)
    {
        var packet = new byte[Ipv4Header.Size + payload.Length];
        new Ipv4Header(0, (ushort)packet.Length, 0, false, false, 0, HopLimit, protocol, source, HomeAgentIpv4).Write(packet);
        payload.CopyTo(packet.AsSpan(Ipv4Header.Size));
        return packet;
    }

    /// <summary>To the home agent's port 4191.</summary>
    public static byte[] Udp(Ipv4Address source, ushort sourcePort, ReadOnlySpan<byte> payload)
    {
        var datagram = new byte[UdpHeader.Size + payload.Length];
        new UdpHeader(sourcePort, Port.DsMip, (ushort)datagram.Length).Write(datagram);
        payload.CopyTo(datagram.AsSpan(UdpHeader.Size));
        UdpHeader.Seal(datagram, source, HomeAgentIpv4);
        return Ipv4(source, IpProtocol.Udp, datagram);
    }

    /// <summary>Native signalling: the packet with a Home Address option that names its source, from a care-of address.</summary>
    public static byte[] Native(Ipv6Address careOfAddress, ReadOnlySpan<byte> packet)
    {
        Assert.True(Ipv6Header.TryRead(packet, out var header, out _));
        var payload = new byte[HomeAddressOption.HeaderSize + header.PayloadLength];
        HomeAddressOption.WriteHeader(payload, header.NextHeader, header.Source);
        packet[Ipv6Header.Size..header.PacketLength].CopyTo(payload.AsSpan(HomeAddressOption.HeaderSize));
        return Ipv6(careOfAddress, header.Destination, IpProtocol.DestinationOptions, payload);
    }
}
