using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.IPsec.Tests;

/// <summary>Plain packets to protect.</summary>
internal static class Packets
{
    public static readonly Ipv6Address Alice = Ipv6Address.Parse("2001:db8:1::a");
    public static readonly Ipv6Address Bob = Ipv6Address.Parse("2001:db8:2::b");
    public static readonly Ipv4Address Alice4 = Ipv4Address.Parse("192.0.2.1");
    public static readonly Ipv4Address Bob4 = Ipv4Address.Parse("198.51.100.2");

    /// <summary>A Mobility Header message of the given type and total length in bytes.</summary>
    public static byte[] Mobility(byte type, int length = 16, uint flowLabel = 0)
    {
        var message = Counting(length);
        message[0] = IpProtocol.NoNextHeader;
        message[2] = type;
        return Ipv6(IpProtocol.MobilityHeader, message, flowLabel);
    }

    public static byte[] Udp6(int payload, ushort source = 1000, ushort destination = 2000) => Ipv6(IpProtocol.Udp, UdpOf(payload, source, destination));

    public static byte[] Udp4(int payload, ushort source = 1000, ushort destination = 2000)
    {
        var upper = UdpOf(payload, source, destination);
        var packet = new byte[20 + upper.Length];
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        packet[6] = 0x40;
        packet[8] = 64;
        packet[9] = IpProtocol.Udp;
        Alice4.Write(packet.AsSpan(12));
        Bob4.Write(packet.AsSpan(16));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), Checksum(packet.AsSpan(0, 20)));
        upper.CopyTo(packet, 20);
        return packet;
    }

    public static byte[] Ipv6(byte nextHeader, ReadOnlySpan<byte> payload, uint flowLabel = 0)
    {
        var packet = new byte[40 + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(packet, 0x60000000 | flowLabel);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)payload.Length);
        packet[6] = nextHeader;
        packet[7] = 64;
        Alice.Write(packet.AsSpan(8));
        Bob.Write(packet.AsSpan(24));
        payload.CopyTo(packet.AsSpan(40));
        return packet;
    }

    /// <summary>The Internet checksum of a header whose checksum field is zero, or zero for a header whose checksum is right.</summary>
    public static ushort Checksum(ReadOnlySpan<byte> header)
    {
        var sum = 0u;
        for (var i = 0; i < header.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    private static byte[] UdpOf(int payload, ushort source, ushort destination)
    {
        var upper = Counting(8 + payload);
        BinaryPrimitives.WriteUInt16BigEndian(upper, source);
        BinaryPrimitives.WriteUInt16BigEndian(upper.AsSpan(2), destination);
        BinaryPrimitives.WriteUInt16BigEndian(upper.AsSpan(4), (ushort)upper.Length);
        return upper;
    }

    private static byte[] Counting(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = (byte)(i * 7);
        return bytes;
    }
}
