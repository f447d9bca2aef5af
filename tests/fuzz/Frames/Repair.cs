using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Fuzz.Frames;

/// <summary>Puts lengths and checksums right, from the outermost header inwards as far as it goes: behind a wrong one nothing would be read.</summary>
internal static class Repair
{
    /// <summary>The deepest nesting of packets that is put right.</summary>
    private const int Deepest = 4;

    /// <param name="packet">All of it becomes the packet.</param>
    public static void Packet(Span<byte> packet) => Packet(packet, 0);

    public static void MobilityHeader(Span<byte> message, Ipv6Address source, Ipv6Address destination)
    {
        if (message.Length < 8) return;
        message[1] = (byte)Math.Min(message.Length / 8 - 1, 255);
        message = message[..(8 * (message[1] + 1))];
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], PseudoHeader.Checksum(source, destination, IpProtocol.MobilityHeader, message));
    }

    public static void Icmpv6(Span<byte> message, Ipv6Address source, Ipv6Address destination)
    {
        if (message.Length < 4) return;
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], PseudoHeader.Checksum(source, destination, IpProtocol.Icmpv6, message));
    }

    public static void Icmpv4(Span<byte> message)
    {
        if (message.Length < 4) return;
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Of(message));
    }

    private static void Packet(Span<byte> packet, int depth)
    {
        if (depth == Deepest || packet.IsEmpty) return;
        if (packet[0] >> 4 == 4) Ipv4(packet, depth);
        else if (packet[0] >> 4 == 6) Ipv6(packet, depth);
    }

    private static void Ipv4(Span<byte> packet, int depth)
    {
        var header = 4 * (packet[0] & 15);
        if (header < Ipv4Header.Size || packet.Length < header) return;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], InternetChecksum.Of(packet[..header]));
        var payload = packet[header..];
        switch (packet[9])
        {
            case IpProtocol.Ipv4 or IpProtocol.Ipv6: Packet(payload, depth + 1); break;
            case IpProtocol.Udp: Udp(packet, payload, depth); break;
            case IpProtocol.Icmp: Icmpv4(payload); break;
        }
    }

    private static void Udp(ReadOnlySpan<byte> packet, Span<byte> datagram, int depth)
    {
        if (datagram.Length < UdpHeader.Size) return;
        Packet(datagram[UdpHeader.Size..], depth + 1);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[4..], (ushort)datagram.Length);
        UdpHeader.Seal(datagram, Ipv4Address.Read(packet[12..]), Ipv4Address.Read(packet[16..]));
    }

    private static void Ipv6(Span<byte> packet, int depth)
    {
        if (packet.Length < Ipv6Header.Size) return;
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)(packet.Length - Ipv6Header.Size));
        if (!ExtensionHeaderWalker.TryFindUpperLayer(packet, out var protocol, out var offset, out _)) return;
        var (source, destination) = (Ipv6Address.Read(packet[8..]), Ipv6Address.Read(packet[24..]));
        if (HomeAddressOption.TryFind(packet, out var option, out _) && option is { } found) source = found.HomeAddress;
        if (Type2RoutingHeader.TryFind(packet, out var routing, out _) && routing is { } last) destination = last.HomeAddress;
        var payload = packet[offset..];
        switch (protocol)
        {
            case IpProtocol.Ipv4 or IpProtocol.Ipv6: Packet(payload, depth + 1); break;
            case IpProtocol.MobilityHeader: MobilityHeader(payload, source, destination); break;
            case IpProtocol.Icmpv6: Icmpv6(payload, source, destination); break;
        }
    }
}
