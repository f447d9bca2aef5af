using DsMip.Wire;

namespace DsMip.Load.Tests.Payload;

/// <summary>A mobile node that hears at second 10 that it has moved, and may get what was sent until second 11 where it was.</summary>
public sealed class PayloadFlowTests
{
    private const long Second = 1_000_000_000;
    private static readonly Attachment Here = At("192.0.2.2");
    private static readonly Attachment Before = At("192.0.2.1");
    private readonly PayloadFlow _flow;

    public PayloadFlowTests()
    {
        var node = new SimulatedNode(new NodeGeneration(Ipv6Address.Parse("2001:db8:1::1"), 1, Seed: 1).Nodes().Single(), overIpv6: false) { Active = Before, Pending = Here };
        node.Move(11 * Second);
        _flow = new PayloadFlow(node);
    }

    [Theory]
    // It has waited on the way, as its sender had heard nothing later.
    [InlineData(9, 12, true)]
    // What its sender had heard was sent before the end of the second.
    [InlineData(11, 12, true)]
    [InlineData(12, 13, false)]
    // Nothing waits for three seconds: its sender hears nothing of the node any more.
    [InlineData(9, 14, true)]
    [InlineData(9, 15, false)]
    public void What_came_to_the_former_place_was_sent_while_the_node_was_there(long heard, long now, bool belongs)
    {
        Assert.Equal(belongs, _flow.Belongs(Packet(heard), Before, now * Second));
        Assert.True(_flow.Belongs(Packet(heard), Here, now * Second));
        Assert.False(_flow.Belongs(Packet(heard), At("192.0.2.3"), now * Second));
    }

    private static PayloadPacket Packet(long heard) => new(1, 1, 0, 0, 0, 200, heard * Second);

    private static Attachment At(string address) => new(Ipv4Address.Parse(address), 20_000);
}
