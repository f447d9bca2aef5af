using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Tunnel.Tests.KeyExchange;

/// <summary>IKE messages written by hand (RFC 7296 3.1, RFC 3948 2.2).</summary>
internal static class Ike
{
    public static byte[] Message(ulong initiatorSpi, int body = 20, bool isResponse = false)
    {
        var message = new byte[28 + body];
        BinaryPrimitives.WriteUInt64BigEndian(message, initiatorSpi);
        message[16] = 33;
        message[17] = 0x20;
        message[18] = 34;
        message[19] = (byte)(isResponse ? 0x20 : 0x08);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(24), (uint)message.Length);
        return message;
    }

    public static byte[] FromHome(Ipv6Address home, ulong initiatorSpi, ushort port = 4500) => Packet(home, Packets.HomeAgent, port, Message(initiatorSpi));

    public static byte[] ToHome(Ipv6Address home, ulong initiatorSpi, ushort port = 4500) => Packet(Packets.HomeAgent, home, port, Message(initiatorSpi));

    public static byte[] Packet(Ipv6Address source, Ipv6Address destination, ushort port, byte[] message) =>
        Packets.Ipv6(source, destination, IpProtocol.Udp, Packets.Udp(port, port, port == 4500 ? [0, 0, 0, 0, .. message] : message));
}
