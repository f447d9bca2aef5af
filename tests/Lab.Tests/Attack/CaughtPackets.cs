using System.Buffers.Binary;

namespace DsMip.Lab.Tests.Attack;

/// <summary>The IP packets of a capture on an Ethernet link (the classic pcap format, as tcpdump writes it here).</summary>
internal static class CaughtPackets
{
    private const int FileHeader = 24;
    private const int RecordHeader = 16;
    private const int EthernetHeader = 14;

    public static IReadOnlyList<byte[]> Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (bytes.Length < FileHeader)
        {
            return []; // tcpdump has not written its header yet
        }

        Assert.Equal(0xa1b2c3d4, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        var packets = new List<byte[]>();
        for (var at = FileHeader; at + RecordHeader <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 8));
            at += RecordHeader;
            if (at + length > bytes.Length)
            {
                break;
            }

            packets.Add(bytes[(at + EthernetHeader)..(at + length)]);
            at += length;
        }

        return packets;
    }
}
