using DsMip.HomeAgent.Tracing;
using Google.Protobuf;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>Packets of traced mobile nodes. Readers throw <see cref="InvalidDataException"/>.</summary>
internal static class TraceMapping
{
    private const int GuidSize = 16;

    public static Messages.PacketsWanted ToMessage(PacketsWanted wanted)
    {
        var message = new Messages.PacketsWanted();
        foreach (var trace in wanted.Traces)
            message.Traces.Add(new Messages.PacketTraceRequest { Trace = ToBytes(trace.Trace), HomeAddress = Fields.ToBytes(trace.HomeAddress), MostPackets = trace.MostPackets });
        return message;
    }

    public static PacketsWanted FromMessage(Messages.PacketsWanted message) =>
        new([.. message.Traces.Select(trace => new PacketTraceRequest(ToGuid(trace.Trace), Fields.ToAddress(trace.HomeAddress), trace.MostPackets))]);

    public static Messages.PacketsSeen ToMessage(PacketsSeen seen)
    {
        var message = new Messages.PacketsSeen { Node = seen.Node, Missed = seen.Missed };
        message.Followed.AddRange(seen.Followed.Select(ToBytes));
        foreach (var packet in seen.Packets)
            message.Packets.Add(new Messages.TracedPacket
            {
                Trace = ToBytes(packet.Trace),
                At = packet.At.UtcTicks,
                Place = (uint)packet.Place,
                Packet = UnsafeByteOperations.UnsafeWrap(packet.Bytes),
            });
        return message;
    }

    public static PacketsSeen FromMessage(Messages.PacketsSeen message) =>
        new(message.Node, [.. message.Followed.Select(ToGuid)], [.. message.Packets.Select(ToPacket)], message.Missed);

    private static TracedPacket ToPacket(Messages.TracedPacket message) => message.Place <= (uint)PacketPlace.Sealing
        ? new TracedPacket(ToGuid(message.Trace), Fields.ToTime(message.At), (PacketPlace)message.Place, message.Packet.ToByteArray())
        : throw new InvalidDataException($"{message.Place} is not a place of a packet");

    private static ByteString ToBytes(Guid id) => ByteString.CopyFrom(id.ToByteArray());

    private static Guid ToGuid(ByteString bytes) => bytes.Length == GuidSize ? new Guid(bytes.Span) : throw new InvalidDataException($"a trace is named by {bytes.Length} bytes");
}
