using System.Threading.Channels;
using DsMip.HomeAgent.Tracing;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Tracing;

public sealed class PacketTraceTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(PacketTraceState.Running, PacketTraceState.Full)]
    [InlineData(PacketTraceState.Over, PacketTraceState.Over)]
    [InlineData(PacketTraceState.Stopped, PacketTraceState.Stopped)]
    public void What_was_under_way_at_its_end_belongs_to_it_and_does_not_change_why_it_ended(PacketTraceState before, PacketTraceState after)
    {
        var trace = new PacketTrace(Guid.NewGuid(), Ipv6Address.Parse("2001:db8:1::1"), Now, Now.AddMinutes(1), 2);
        if (before != PacketTraceState.Running) trace.End(before);
        Assert.Equal(before == PacketTraceState.Running, trace.Take(Seen(trace, 3)));
        Assert.False(trace.Take(Seen(trace, 1)));
        Assert.Equal((after, 2), (trace.Status.State, trace.Status.Packets));
    }

    [Theory]
    [InlineData(100, 300, 200)]
    [InlineData(1024, 100, 48)]
    [InlineData(40_000, 3, 1)]
    [InlineData(65_535, 2, 1)]
    public void A_batch_is_no_longer_than_a_message_may_be(int length, int waiting, int taken)
    {
        var packets = Channel.CreateUnbounded<TracedPacket>();
        for (var i = 0; i < waiting; i++) Assert.True(packets.Writer.TryWrite(Packet(Guid.Empty, length)));
        Assert.Equal(taken, TracedPacketBatch.Take(packets.Reader).Count);
        Assert.True(packets.Reader.TryPeek(out _));
    }

    private static PacketsSeen Seen(PacketTrace trace, int packets) => new("e1", [trace.Id], [.. Enumerable.Range(0, packets).Select(_ => Packet(trace.Id, 40))], 0);

    private static TracedPacket Packet(Guid trace, int length) => new(trace, Now, PacketPlace.Received, new byte[length]);
}
