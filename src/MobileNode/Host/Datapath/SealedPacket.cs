using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.MobileNode.Datapath;

/// <summary>
/// What the first bytes of a packet tell of signalling, before outer headers are added or after they are gone: ESP right behind an IPv6 header, a piece of
/// that, a routing header in front of it, or a Mobility Header in the clear.
/// </summary>
internal static class SealedPacket
{
    private const int SpiSize = 4, NextHeader = 6, Source = 8, Destination = 24;

    /// <summary>The SPI of a sealed packet to this address.</summary>
    public static bool TryReadSpi(ReadOnlySpan<byte> packet, Ipv6Address destination, out uint spi)
    {
        spi = 0;
        if (packet.Length < Ipv6Header.Size + SpiSize || !IsEsp(packet) || Ipv6Address.Read(packet[Destination..]) != destination) return false;
        spi = BinaryPrimitives.ReadUInt32BigEndian(packet[Ipv6Header.Size..]);
        return true;
    }

    /// <summary>A piece of a sealed packet to this address that was longer than the MTU.</summary>
    public static bool IsFragment(ReadOnlySpan<byte> packet, Ipv6Address destination) =>
        packet.Length > Ipv6Header.Size && packet[0] >> 4 == 6 && packet[NextHeader] == IpProtocol.Fragment && packet[Ipv6Header.Size] == IpProtocol.Esp
        && Ipv6Address.Read(packet[Destination..]) == destination;

    /// <summary>ESP of others, or for others, is payload.</summary>
    public static bool IsFrom(ReadOnlySpan<byte> packet, Ipv6Address homeAgent) =>
        packet.Length >= Ipv6Header.Size && IsEsp(packet) && Ipv6Address.Read(packet[Source..]) == homeAgent;

    /// <summary>A routing header of the home agent's, in a tunnel, where none is needed.</summary>
    public static bool IsBehindRoutingHeader(ReadOnlySpan<byte> packet, Ipv6Address homeAgent) =>
        packet.Length >= Ipv6Header.Size && packet[0] >> 4 == 6 && packet[NextHeader] == IpProtocol.Routing && Ipv6Address.Read(packet[Source..]) == homeAgent;

    /// <summary>A clear Mobility Header of the home agent's.</summary>
    public static bool IsMobilityHeader(ReadOnlySpan<byte> packet, Ipv6Address homeAgent) =>
        packet.Length >= Ipv6Header.Size && packet[0] >> 4 == 6 && packet[NextHeader] == IpProtocol.MobilityHeader && Ipv6Address.Read(packet[Source..]) == homeAgent;

    private static bool IsEsp(ReadOnlySpan<byte> packet) => packet[0] >> 4 == 6 && packet[NextHeader] == IpProtocol.Esp;
}
