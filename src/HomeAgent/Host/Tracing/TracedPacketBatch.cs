using System.Threading.Channels;

namespace DsMip.HomeAgent.Tracing;

/// <summary>As many packets as one message between nodes holds: Akka's frames are 128,000 bytes long, and what is longer is lost.</summary>
internal static class TracedPacketBatch
{
    public const int MostPackets = 200;
    public const int MostBytes = 48 * 1024;

    /// <summary>At least one if there is any, however long: an IP packet fits.</summary>
    public static List<TracedPacket> Take(ChannelReader<TracedPacket> packets)
    {
        var batch = new List<TracedPacket>();
        var bytes = 0;
        while (batch.Count < MostPackets && packets.TryPeek(out var next) && (bytes == 0 || bytes + next.Bytes.Length <= MostBytes) && packets.TryRead(out var one))
        {
            batch.Add(one);
            bytes += one.Bytes.Length;
        }
        return batch;
    }
}
