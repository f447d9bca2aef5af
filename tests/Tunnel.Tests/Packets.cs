using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Tunnel.Tests;

/// <summary>Addresses of the tests, and packets written byte by byte, independently of the code under test.</summary>
internal static class Packets
{
    public const int Headroom = 64;

    public static readonly Ipv6Address HomeAddress = Ipv6Address.Parse("2001:db8:1::100");
    public static readonly Ipv6Address HomeAgent = Ipv6Address.Parse("2001:db8:1::1");
    public static readonly Ipv6Address CareOf = Ipv6Address.Parse("2001:db8:f00::7");
    public static readonly Ipv6Address Correspondent = Ipv6Address.Parse("2001:db8:c::9");
    public static readonly Ipv4Address HomeAddressIpv4 = Ipv4Address.Parse("10.10.0.100");
    public static readonly Ipv4Address HomeAgentIpv4 = Ipv4Address.Parse("198.51.100.1");
    public static readonly Ipv4Address CareOfIpv4 = Ipv4Address.Parse("10.0.0.7");
    public static readonly Ipv4Address Nat = Ipv4Address.Parse("203.0.113.9");
    public static readonly Ipv4Address CorrespondentIpv4 = Ipv4Address.Parse("192.0.2.80");

    public static byte[] Bytes(string hex) => Convert.FromHexString(string.Concat(hex.Where(char.IsAsciiHexDigit)));

    public static byte[] Ipv6(Ipv6Address source, Ipv6Address destination, byte nextHeader, byte[] payload, int trafficClass = 0, byte hopLimit = 64)
    {
        var packet = new byte[40 + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(packet, 6u << 28 | (uint)trafficClass << 20);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)payload.Length);
        packet[6] = nextHeader;
        packet[7] = hopLimit;
        source.Write(packet.AsSpan(8));
        destination.Write(packet.AsSpan(24));
        payload.CopyTo(packet, 40);
        return packet;
    }

    public static byte[] Ipv4(
        Ipv4Address source, Ipv4Address destination, byte protocol, byte[] payload, int trafficClass = 0, byte timeToLive = 64, bool dontFragment = true)
    {
        var packet = new byte[20 + payload.Length];
        packet[0] = 0x45;
        packet[1] = (byte)trafficClass;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), 0x1234);
        packet[6] = (byte)(dontFragment ? 0x40 : 0);
        packet[8] = timeToLive;
        packet[9] = protocol;
        source.Write(packet.AsSpan(12));
        destination.Write(packet.AsSpan(16));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), HeaderChecksum(packet));
        payload.CopyTo(packet, 20);
        return packet;
    }

    /// <summary>UDP without checksum.</summary>
    public static byte[] Udp(ushort sourcePort, ushort destinationPort, byte[] payload)
    {
        var datagram = new byte[8 + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), (ushort)datagram.Length);
        payload.CopyTo(datagram, 8);
        return datagram;
    }

    /// <summary>SPI, sequence number, and bytes that look encrypted.</summary>
    public static byte[] Esp(uint spi, int length = 40)
    {
        var packet = new byte[8 + length];
        BinaryPrimitives.WriteUInt32BigEndian(packet, spi);
        packet[7] = 1;
        for (var i = 8; i < packet.Length; i++) packet[i] = (byte)(i * 37);
        return packet;
    }

    public static byte[] WithHeadroom(byte[] packet) => [.. new byte[Headroom], .. packet];

    /// <summary>Slow and simple (RFC 1071), the checksum field taken as zero.</summary>
    public static ushort HeaderChecksum(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (var i = 0; i < (header[0] & 15) * 4; i += 2)
            if (i != 10) sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}
