using System.Buffers.Binary;

namespace DsMip.Wire.Tests.Oracles;

/// <summary>A pcap file of raw IP packets (LINKTYPE_RAW: the version nibble tells IPv4 from IPv6).</summary>
/// <remarks>
/// <code>
/// file:   magic a1b2c3d4 (4) | version 2.4 (2+2) | zone (4) | accuracy (4) | snapshot length (4) | link type (4)
/// packet: seconds (4) | microseconds (4) | captured length (4) | original length (4) | bytes
/// </code>
/// </remarks>
internal static class Pcap
{
    private const uint RawIp = 101;

    public static void Write(string path, IEnumerable<byte[]> packets)
    {
        using var file = File.Create(path);
        WriteWords(file, 0xa1b2c3d4, 2 << 16 | 4, 0, 0, 65535, RawIp);
        uint time = 0;
        foreach (var packet in packets)
        {
            WriteWords(file, time++, 0, (uint)packet.Length, (uint)packet.Length);
            file.Write(packet);
        }
    }

    private static void WriteWords(Stream stream, params ReadOnlySpan<uint> words)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var word in words)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, word);
            stream.Write(bytes);
        }
    }
}
