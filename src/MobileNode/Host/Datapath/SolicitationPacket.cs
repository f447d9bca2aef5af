using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.MobileNode.Datapath;

/// <summary>A Mobile Prefix Solicitation as it is handed to IPsec: home address to home agent.</summary>
internal static class SolicitationPacket
{
    private const byte HopLimit = 64;

    public static byte[] Write(MobilePrefixSolicitation message, Ipv6Address homeAddress, Ipv6Address homeAgent)
    {
        var packet = new byte[Ipv6Header.Size + Icmpv6Codec.Measure(message)];
        var length = Icmpv6Codec.Write(message, homeAddress, homeAgent, packet.AsSpan(Ipv6Header.Size));
        new Ipv6Header(0, 0, (ushort)length, IpProtocol.Icmpv6, HopLimit, homeAddress, homeAgent).Write(packet);
        return packet;
    }
}
