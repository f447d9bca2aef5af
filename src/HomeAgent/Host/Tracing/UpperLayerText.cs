using DsMip.Wire;
using PacketDotNet;
using PacketDotNet.Utils;

namespace DsMip.HomeAgent.Tracing;

/// <summary>
/// What lies in a tunnel, or in an ICMP error, by PacketDotNet. It is not given IP headers: it loses its way behind those of IPv6 that have extension headers.
/// </summary>
internal static class UpperLayerText
{
    private const int SmallestTcp = 20, SmallestIcmp = 8;

    public static string Of(byte protocol, ReadOnlySpan<byte> content)
    {
        var usual = $"protocol {protocol}, {content.Length} bytes";
        try
        {
            var segment = new ByteArraySegment(content.ToArray());
            return protocol switch
            {
                IpProtocol.Tcp when content.Length >= SmallestTcp => Of(new TcpPacket(segment)),
                IpProtocol.Udp when content.Length >= UdpHeader.Size => Of(new UdpPacket(segment), content.Length - UdpHeader.Size),
                IpProtocol.Icmp when content.Length >= SmallestIcmp => $"ICMP {new IcmpV4Packet(segment).TypeCode}, {content.Length} bytes",
                IpProtocol.Icmpv6 when content.Length >= SmallestIcmp => $"ICMPv6 {new IcmpV6Packet(segment).Type}, {content.Length} bytes",
                IpProtocol.NoNextHeader => "nothing",
                _ => usual,
            };
        }
        catch (SystemException)
        {
            return usual;
        }
    }

    private static string Of(TcpPacket tcp) =>
        $"TCP {tcp.SourcePort} > {tcp.DestinationPort} {Flags(tcp)} sequence {tcp.SequenceNumber} acknowledgement {tcp.AcknowledgmentNumber} window {tcp.WindowSize}";

    private static string Of(UdpPacket udp, int bytes) => $"UDP {udp.SourcePort} > {udp.DestinationPort}, {bytes} bytes";

    private static string Flags(TcpPacket tcp) => string.Join(
        ',', new (bool Is, string Name)[] { (tcp.Synchronize, "SYN"), (tcp.Acknowledgment, "ACK"), (tcp.Finished, "FIN"), (tcp.Reset, "RST"), (tcp.Push, "PSH") }
            .Where(flag => flag.Is).Select(flag => flag.Name));
}
