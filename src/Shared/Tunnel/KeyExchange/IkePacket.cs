using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// An IKEv2 message in a plain IPv6 packet, as far as it can be recognised from outside (RFC 7296 3.1): to or from UDP port 500, or port 4500
/// behind a non-ESP marker. One whole message: no extension header, no fragment, nothing behind it.
/// </summary>
/// <remarks>
/// <code>
/// | Initiator's SPI (8, not zero) | Responder's SPI (8) | Next Payload | 2 : 0 | Exchange Type | Flags | Message ID (4) | Length (4) |
/// </code>
/// </remarks>
/// <param name="InitiatorSpi">With the home address the name of an IKE SA that both ends know from its first message on.</param>
/// <param name="IsResponse">Of an exchange that the other end began.</param>
public readonly record struct IkePacket(
    Ipv6Address Source, Ipv6Address Destination, ushort SourcePort, ushort DestinationPort, ulong InitiatorSpi, bool IsResponse)
{
    private const int HeaderLength = 28;
    private const int VersionOffset = 17;
    private const int FlagsOffset = 19;
    private const int LengthOffset = 24;
    private const byte Version2 = 0x20;
    private const byte Response = 0x20;
    private const int MarkerLength = 4;

    public static bool TryRead(ReadOnlySpan<byte> packet, out IkePacket ike, out DropReason why)
    {
        ike = default;
        if (!Ipv6Header.TryRead(packet, out var ip, out why)) return false;
        why = DropReason.NotKeyExchange;
        if (ip.NextHeader != IpProtocol.Udp) return false;
        var datagram = packet[Ipv6Header.Size..ip.PacketLength];
        if (!UdpHeader.TryRead(datagram, out var udp, out why)) return false;
        why = DropReason.NotKeyExchange;
        if (udp.Length != datagram.Length || !TryFindMessage(datagram[UdpHeader.Size..], udp, out var message)) return false;
        why = DropReason.None;
        ike = new IkePacket(
            ip.Source, ip.Destination, udp.SourcePort, udp.DestinationPort, BinaryPrimitives.ReadUInt64BigEndian(message), (message[FlagsOffset] & Response) != 0);
        return true;
    }

    /// <summary>To the responder's well-known port or from it.</summary>
    private static bool TryFindMessage(ReadOnlySpan<byte> payload, in UdpHeader udp, out ReadOnlySpan<byte> message)
    {
        message = payload;
        var port = IsWellKnown(udp.DestinationPort) ? udp.DestinationPort : udp.SourcePort;
        if (!IsWellKnown(port)) return false;
        if (port == Port.IpsecNatTraversal)
        {
            if (NatTraversal.Recognise(payload) != NatTraversalContent.KeyExchange) return false;
            message = payload[MarkerLength..];
        }
        return IsMessage(message);
    }

    private static bool IsWellKnown(ushort port) => port is Port.KeyExchange or Port.IpsecNatTraversal;

    private static bool IsMessage(ReadOnlySpan<byte> message) =>
        message.Length >= HeaderLength
        && (message[VersionOffset] & 0xf0) == Version2
        && BinaryPrimitives.ReadUInt64BigEndian(message) != 0
        && BinaryPrimitives.ReadUInt32BigEndian(message[LengthOffset..]) == message.Length;
}
