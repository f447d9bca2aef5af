using DsMip.Wire;

namespace DsMip.Load.Tests.Simulation;

public sealed class RetransmissionQueueTests
{
    private const long Second = 1_000_000_000;
    private readonly RetransmissionQueue _queue = new();
    private readonly SimulatedNode _node = new(new NodeGeneration(Ipv6Address.Parse("2001:db8::1"), 1, 1).Node(0), overIpv6: false) { Outstanding = true, Operation = 3 };

    [Theory]
    [InlineData(1, false, 1)]
    [InlineData(2, false, 2)]
    [InlineData(6, false, 32)]
    [InlineData(200, false, 32)]
    [InlineData(2, true, 3)]
    [InlineData(200, true, 32)]
    public void Each_time_twice_as_long_up_to_32_seconds(int attempts, bool first, int seconds) =>
        Assert.Equal(seconds * Second, RetransmissionQueue.Delay(attempts, first));

    [Fact]
    public void An_unanswered_update_comes_when_it_is_due_and_once()
    {
        _queue.Add(_node, 1, first: false, now: 5);
        Assert.False(_queue.TryTake(Second + 4, out _));
        Assert.True(_queue.TryTake(Second + 5, out var node));
        Assert.Same(_node, node);
        Assert.False(_queue.TryTake(long.MaxValue, out _));
    }

    [Fact]
    public void An_answered_one_and_one_of_an_earlier_operation_do_not_come()
    {
        _queue.Add(_node, 1, first: false, now: 0);
        _node.Operation++;
        _queue.Add(_node, 1, first: false, now: 1);
        _node.Outstanding = false;
        Assert.False(_queue.TryTake(long.MaxValue, out _));
        _node.Outstanding = true;
        Assert.False(_queue.TryTake(long.MaxValue, out _));
    }
}
