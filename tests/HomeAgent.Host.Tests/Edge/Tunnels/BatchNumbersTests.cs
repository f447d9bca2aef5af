using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Tunnels;

public sealed class BatchNumbersTests
{
    private static readonly TunnelChanged Change = new(new HomeAddresses(Ipv6Address.Parse(Configured.Alice), default), null, 1, default);
    private readonly BatchNumbers _numbers = new(capacity: 3);

    [Fact]
    public void A_source_that_is_heard_for_the_first_time_may_have_said_things_before()
    {
        Assert.True(Note(1, 1).Anything);
        Assert.True(Note(2, 0, empty: true).Anything);
        Assert.True(Note(3, 77).Anything);
    }

    [Fact]
    public void Batches_in_order_are_complete()
    {
        Note(1, 0, empty: true);
        for (var number = 1; number < 100; number++)
        {
            Assert.False(Note(1, number).Anything);
            Assert.False(Note(1, number, empty: true).Anything);
        }
    }

    [Fact]
    public void What_was_left_out_is_counted()
    {
        Note(1, 5);
        Assert.Equal(3, Note(1, 9).Batches);
        Assert.False(Note(1, 10).Anything);
    }

    [Fact]
    public void A_lost_last_batch_is_noticed_by_the_reminder()
    {
        Note(1, 5);
        Assert.Equal(1, Note(1, 6, empty: true).Batches);
        Assert.False(Note(1, 6, empty: true).Anything);
    }

    [Fact]
    public void What_comes_late_or_twice_is_no_gap()
    {
        Note(1, 5);
        Note(1, 7);
        Assert.False(Note(1, 6).Anything);
        Assert.False(Note(1, 6).Anything);
        Assert.False(Note(1, 8).Anything);
    }

    [Fact]
    public void Sources_have_numbers_of_their_own()
    {
        Note(1, 5);
        Note(2, 50);
        Assert.False(Note(1, 6).Anything);
        Assert.False(Note(2, 51).Anything);
    }

    [Fact]
    public void The_most_silent_source_is_forgotten_first()
    {
        foreach (var source in (long[])[1, 2, 3]) Note(source, 1);
        Note(1, 2);
        Note(4, 1);
        Assert.False(Note(1, 3).Anything);
        Assert.True(Note(2, 2).Anything);
    }

    private Missing Note(long source, long number, bool empty = false) => _numbers.Note(new TunnelBatch(source, number, empty ? [] : [Change]));
}
