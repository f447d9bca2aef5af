using System.Buffers.Binary;
using System.Text;

namespace DsMip.HomeAgent.Tracing;

/// <summary>Packets as a pcapng file (draft-ietf-opsawg-pcapng), little-endian, link type RAW: each begins with an IP header. An interface for each node and place.</summary>
public static class PcapNg
{
    public const string MediaType = "application/x-pcapng";
    private const uint SectionHeader = 0x0a0d0d0a, InterfaceDescription = 1, EnhancedPacket = 6;
    private const uint ByteOrder = 0x1a2b3c4d;
    private const ushort RawIp = 101, NameOption = 2, FlagsOption = 2, EndOfOptions = 0;
    private const uint InboundFlag = 1, OutboundFlag = 2;
    private const int TicksPerMicrosecond = 10;

    public static byte[] Write(IEnumerable<(string Node, TracedPacket Packet)> packets)
    {
        using var file = new MemoryStream();
        Block(file, SectionHeader, [.. Number(ByteOrder), .. Half(1), .. Half(0), .. Number(uint.MaxValue), .. Number(uint.MaxValue)]);
        var interfaces = new Dictionary<string, uint>(StringComparer.Ordinal);
        foreach (var (node, packet) in packets)
        {
            var name = InterfaceOf(node, packet.Place);
            if (!interfaces.TryGetValue(name, out var number))
            {
                interfaces[name] = number = (uint)interfaces.Count;
                Block(file, InterfaceDescription, [.. Half(RawIp), .. Half(0), .. Number(0), .. Option(NameOption, Encoding.UTF8.GetBytes(name)), .. Half(EndOfOptions), .. Half(0)]);
            }
            Block(file, EnhancedPacket, [
                .. Number(number), .. Time(packet.At), .. Number((uint)packet.Bytes.Length), .. Number((uint)packet.Bytes.Length), .. Padded(packet.Bytes),
                .. Option(FlagsOption, Number(IsInbound(packet.Place) ? InboundFlag : OutboundFlag)), .. Half(EndOfOptions), .. Half(0)]);
        }
        return file.ToArray();
    }

    /// <summary>On the wire, or within: such as <c>e1</c> and <c>e1 without IPsec</c>.</summary>
    private static string InterfaceOf(string node, PacketPlace place) => place is PacketPlace.Opened or PacketPlace.Sealing ? $"{node} without IPsec" : node;

    private static bool IsInbound(PacketPlace place) => place is PacketPlace.Received or PacketPlace.Opened;

    private static byte[] Time(DateTimeOffset at)
    {
        var microseconds = (ulong)Math.Max(0, (at - DateTimeOffset.UnixEpoch).Ticks / TicksPerMicrosecond);
        return [.. Number((uint)(microseconds >> 32)), .. Number((uint)microseconds)];
    }

    private static byte[] Option(ushort code, byte[] value) => [.. Half(code), .. Half((ushort)value.Length), .. Padded(value)];

    private static byte[] Padded(byte[] bytes) => bytes.Length % 4 == 0 ? bytes : [.. bytes, .. new byte[4 - bytes.Length % 4]];

    private static byte[] Half(ushort value)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Number(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static void Block(Stream file, uint type, byte[] body)
    {
        // Type, length before and behind.
        var length = Number((uint)body.Length + 3 * sizeof(uint));
        file.Write(Number(type));
        file.Write(length);
        file.Write(body);
        file.Write(length);
    }
}
