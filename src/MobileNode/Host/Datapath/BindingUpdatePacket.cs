using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Datapath;

/// <summary>A Binding Update, or another message of the protocol module, as it is handed to IPsec: home address to home agent, no care-of address outside the message.</summary>
internal static class BindingUpdatePacket
{
    private const byte HopLimit = 64;

    public static byte[] Write(IMobilityMessage message, Ipv6Address homeAddress, Ipv6Address homeAgent)
    {
        var packet = new byte[Ipv6Header.Size + MobilityHeaderCodec.Measure(message)];
        var length = MobilityHeaderCodec.Write(message, homeAddress, homeAgent, packet.AsSpan(Ipv6Header.Size));
        new Ipv6Header(0, 0, (ushort)length, IpProtocol.MobilityHeader, HopLimit, homeAddress, homeAgent).Write(packet);
        return packet;
    }
}
