namespace DsMip.Linux.Tests;

/// <summary>Builds IP packets byte by byte.</summary>
internal static class Packet
{
    internal static byte[] Ipv6(string source, string destination, byte nextHeader, params byte[] payload)
    {
        var packet = new byte[40 + payload.Length];
        var writer = new WireWriter(packet);
        writer.WriteUInt32(0x6b8_12345); // traffic class 0xb8, flow label 0x12345
        writer.WriteUInt16((ushort)payload.Length);
        writer.WriteByte(nextHeader);
        writer.WriteByte(61);
        writer.WriteIpv6(Ipv6Address.Parse(source));
        writer.WriteIpv6(Ipv6Address.Parse(destination));
        writer.WriteBytes(payload);
        return packet;
    }

    /// <summary>The kernel fills in the checksum of what is sent.</summary>
    internal static byte[] Ipv4(string source, string destination, byte protocol, params byte[] payload)
    {
        var packet = new byte[20 + payload.Length];
        var writer = new WireWriter(packet);
        writer.WriteUInt16(0x45b8);
        writer.WriteUInt16((ushort)packet.Length);
        writer.WriteUInt32(0x1234_4000);
        writer.WriteByte(61);
        writer.WriteByte(protocol);
        writer.WriteUInt16(0);
        writer.WriteIpv4(Ipv4Address.Parse(source));
        writer.WriteIpv4(Ipv4Address.Parse(destination));
        writer.WriteBytes(payload);
        return packet;
    }

    internal static byte[] Udp(ushort sourcePort, ushort destinationPort, params byte[] payload)
    {
        var datagram = new byte[8 + payload.Length];
        var writer = new WireWriter(datagram);
        writer.WriteUInt16(sourcePort);
        writer.WriteUInt16(destinationPort);
        writer.WriteUInt16((ushort)datagram.Length);
        writer.WriteUInt16(0);
        writer.WriteBytes(payload);
        return datagram;
    }

    /// <summary>Destination options with a Home Address option (RFC 6275 6.3) in front of something.</summary>
    internal static byte[] HomeAddressOption(string homeAddress, byte nextHeader, params byte[] rest)
    {
        byte[] header = [nextHeader, 2, 1, 2, 0, 0, 201, 16, .. Bytes(homeAddress)];
        return [.. header, .. rest];
    }

    /// <summary>A type 2 routing header (RFC 6275 6.4) in front of something.</summary>
    internal static byte[] Type2RoutingHeader(string homeAddress, byte nextHeader, params byte[] rest) =>
        [nextHeader, 2, 2, 1, 0, 0, 0, 0, .. Bytes(homeAddress), .. rest];

    internal static byte[] Esp(uint spi) => [(byte)(spi >> 24), (byte)(spi >> 16), (byte)(spi >> 8), (byte)spi, 0, 0, 0, 1, .. new byte[32]];

    /// <summary>The one's complement sum of an intact header is 0xffff.</summary>
    internal static bool HasValidChecksum(ReadOnlySpan<byte> ipv4Header)
    {
        var sum = 0;
        for (var i = 0; i < 20; i += 2) sum += ipv4Header[i] << 8 | ipv4Header[i + 1];
        return (sum & 0xffff) + (sum >> 16) == 0xffff;
    }

    private static byte[] Bytes(string address)
    {
        var bytes = new byte[Ipv6Address.Size];
        Ipv6Address.Parse(address).Write(bytes);
        return bytes;
    }
}
