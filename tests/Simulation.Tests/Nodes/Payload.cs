using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Nodes;

/// <summary>Packets between mobile node and correspondent node: a number under an experimental protocol, over either IP version.</summary>
internal static class Payload
{
    private const byte Experimental = 253;
    private const int DataLength = 8;

    public static byte[] Write(IpAddress source, IpAddress destination, long number)
    {
        var headerLength = source.IsIpv4 ? 20 : 40;
        var packet = new byte[headerLength + DataLength];
        var writer = new WireWriter(packet);
        if (source.IsIpv4) WriteIpv4(ref writer, packet, source.AsIpv4, destination.AsIpv4);
        else WriteIpv6(ref writer, source.AsIpv6, destination.AsIpv6);
        BinaryPrimitives.WriteInt64BigEndian(packet.AsSpan(headerLength), number);
        return packet;
    }

    public static bool TryRead(ReadOnlySpan<byte> packet, out long number)
    {
        number = 0;
        var isIpv4 = packet[0] >> 4 == 4;
        var headerLength = isIpv4 ? 20 : 40;
        if (packet.Length != headerLength + DataLength || packet[isIpv4 ? 9 : 6] != Experimental) return false;
        number = BinaryPrimitives.ReadInt64BigEndian(packet[headerLength..]);
        return true;
    }

    private static void WriteIpv6(ref WireWriter writer, Ipv6Address source, Ipv6Address destination)
    {
        writer.WriteUInt32(6u << 28);
        writer.WriteUInt16(DataLength);
        writer.WriteByte(Experimental);
        writer.WriteByte(64);
        writer.WriteIpv6(source);
        writer.WriteIpv6(destination);
    }

    private static void WriteIpv4(ref WireWriter writer, Span<byte> packet, Ipv4Address source, Ipv4Address destination)
    {
        writer.WriteUInt16(0x4500);
        writer.WriteUInt16((ushort)packet.Length);
        writer.WriteUInt32(0);
        writer.WriteByte(64);
        writer.WriteByte(Experimental);
        writer.WriteUInt16(0);
        writer.WriteIpv4(source);
        writer.WriteIpv4(destination);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], InternetChecksum.Of(packet[..20]));
    }
}
