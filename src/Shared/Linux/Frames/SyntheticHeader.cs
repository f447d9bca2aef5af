using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>Outer headers that the kernel took off, put back from what it says about them in ancillary data.</summary>
internal static class SyntheticHeader
{
    internal const int Ipv4UdpSize = 28;
    internal const int Ipv6Size = 40;

    /// <summary>Writes 28 bytes: RFC 791 without options, RFC 768 with checksum 0. Identification and flags are unknown here: 0.</summary>
    internal static void WriteIpv4Udp(Span<byte> frame, in UdpEnvelope envelope, int payloadLength)
    {
        var writer = new WireWriter(frame[..Ipv4UdpSize]);
        writer.WriteByte(0x45);
        writer.WriteByte(envelope.TypeOfService);
        writer.WriteUInt16((ushort)(Ipv4UdpSize + payloadLength));
        writer.WriteUInt32(0);
        writer.WriteByte(envelope.TimeToLive);
        writer.WriteByte(IpProtocol.Udp);
        writer.WriteUInt16(0);
        writer.WriteIpv4(envelope.Source);
        writer.WriteIpv4(envelope.Destination);
        writer.WriteUInt16(envelope.SourcePort);
        writer.WriteUInt16(envelope.DestinationPort);
        writer.WriteUInt16((ushort)(8 + payloadLength));
        writer.WriteUInt16(0);
        BinaryPrimitives.WriteUInt16BigEndian(frame[10..], HeaderChecksum(frame[..20]));
    }

    /// <summary>Writes 40 bytes (RFC 8200 3).</summary>
    /// <param name="flowInformation">Traffic class and flow label: the low 28 bits of the first word.</param>
    internal static void WriteIpv6(
        Span<byte> frame, uint flowInformation, int payloadLength, byte nextHeader, byte hopLimit, Ipv6Address source, Ipv6Address destination)
    {
        var writer = new WireWriter(frame[..Ipv6Size]);
        writer.WriteUInt32(6u << 28 | flowInformation & 0x0fffffff);
        writer.WriteUInt16((ushort)payloadLength);
        writer.WriteByte(nextHeader);
        writer.WriteByte(hopLimit);
        writer.WriteIpv6(source);
        writer.WriteIpv6(destination);
    }

    private static ushort HeaderChecksum(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (var i = 0; i < header.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~((sum & 0xffff) + (sum >> 16));
    }
}

/// <summary>Both ends of a UDP datagram and the fields of its IPv4 header that matter to a tunnel.</summary>
internal readonly record struct UdpEnvelope(
    Ipv4Address Source, ushort SourcePort, Ipv4Address Destination, ushort DestinationPort, byte TypeOfService, byte TimeToLive);
