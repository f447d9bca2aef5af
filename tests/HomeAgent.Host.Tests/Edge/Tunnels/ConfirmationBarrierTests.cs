using Akka.Actor;
using CsCheck;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Tunnels;

/// <summary>Three edges, and acknowledgements by way of the first or the second.</summary>
public sealed class ConfirmationBarrierTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly HomeAddresses Alice = new(Ipv6Address.Parse(Configured.Alice), default);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly List<(long Version, bool IsConfirmed)> _released = [];
    private readonly ConfirmationBarrier _barrier;
    private readonly IActorRef[] _edges;

    public ConfirmationBarrierTests() : base("akka.loglevel = OFF\nakka.stdout-loglevel = OFF")
    {
        _edges = [.. Enumerable.Range(0, 3).Select(_ => CreateTestProbe().Ref)];
        _barrier = new ConfirmationBarrier(Bound, Patience, (acknowledgement, isConfirmed) => _released.Add((acknowledgement.Tunnel.Version, isConfirmed)));
        Know(0, 1, 2);
        foreach (var edge in Enumerable.Range(0, 3)) Confirm(BatchConfirmed.Heard, edge);
    }

    [Fact]
    public void The_edge_that_answers_is_not_waited_for()
    {
        Add(1, by: 0);
        Add(2, by: 1);
        Sent(1);
        Confirm(1, 2);
        Assert.Empty(_released);
        Confirm(1, 1);
        Assert.Equal([(1, true)], _released);
        Confirm(1, 0);
        Assert.Equal([(1, true), (2, true)], _released);
    }

    [Fact]
    public void A_confirmation_says_nothing_about_the_batches_before()
    {
        Add(1, by: 0);
        Sent(1);
        Add(2, by: 0);
        Sent(2);
        Confirm(2, 1);
        Confirm(2, 2);
        Assert.Equal([(2, true)], _released);
    }

    [Fact]
    public void A_silent_edge_costs_the_bound_once_and_is_waited_for_again_after_it_has_confirmed_in_time()
    {
        Add(1, by: 0);
        Sent(1, at: 0);
        Confirm(1, 0);
        Confirm(1, 1);
        Assert.Equal(TimeSpan.FromSeconds(0.25), _barrier.Expire(TimeSpan.FromSeconds(0.75)));
        Assert.Empty(_released);
        Assert.Null(_barrier.Expire(Bound));
        Assert.Equal([(1, false)], _released);
        Assert.Equal(1, _barrier.Silent);

        // Too late: nobody knows what it is about any more.
        Confirm(1, 2);
        Assert.Equal(1, _barrier.Silent);
        Add(2, by: 0);
        Sent(2, at: 2);
        Confirm(2, 1);
        Assert.Single(_released);
        Confirm(2, 0);
        Assert.Equal((2, false), _released[^1]);

        Confirm(2, 2);
        Assert.Equal(0, _barrier.Silent);
        Add(3, by: 0);
        Sent(3, at: 2);
        Confirm(3, 1);
        Assert.Equal(2, _released.Count);
        Confirm(3, 2);
        Assert.Equal((3, true), _released[^1]);
    }

    /// <summary>A control node that is cut off hears nobody. What it sends then may reach one edge long before the other.</summary>
    [Fact]
    public void Where_the_edge_of_the_answer_is_silent_as_well_it_does_not_leave_before_that_one_has_confirmed()
    {
        Add(1, by: 0);
        Sent(1, at: 0);
        Confirm(1, 2);
        _barrier.Expire(Bound);
        Assert.Equal((2, 0), (_barrier.Silent, _released.Count));
        Confirm(1, 0);
        Assert.Equal([(1, false)], _released);
    }

    [Fact]
    public void All_of_the_silent_confirm_in_the_end()
    {
        Add(1, by: 0);
        Sent(1, at: 0);
        _barrier.Expire(Bound);
        Confirm(1, 1);
        Assert.Empty(_released);
        Confirm(1, 2);
        Assert.Equal([(1, true)], _released);
    }

    [Fact]
    public void An_edge_that_was_not_heard_yet_is_waited_for_as_long_as_connecting_may_take()
    {
        Know(0, 1);
        Know(0, 1, 2);
        Add(1, by: 0);
        Sent(1, at: 0);
        Confirm(1, 0);
        Confirm(1, 1);
        Assert.Equal(Bound, _barrier.Expire(Patience - Bound / 2));
        Assert.Equal((0, 0), (_barrier.Silent, _released.Count));
        Confirm(1, 2);
        Assert.Equal([(1, true)], _released);
        // From now on it is as the others are.
        Add(2, by: 0);
        Sent(2, at: 10);
        Confirm(2, 0);
        Confirm(2, 1);
        Assert.Null(_barrier.Expire(TimeSpan.FromSeconds(10) + Bound));
        Assert.Equal((2, false), _released[^1]);
    }

    [Fact]
    public void An_edge_that_is_never_heard_stops_nobody()
    {
        Know(0, 1);
        Know(0, 1, 2);
        Add(1, by: 0);
        Sent(1, at: 0);
        Confirm(1, 0);
        Confirm(1, 1);
        Assert.Null(_barrier.Expire(Patience));
        Assert.Equal([(1, false)], _released);
        Assert.Equal(1, _barrier.Silent);
    }

    [Fact]
    public void Who_is_gone_is_not_waited_for_and_who_is_new_has_nothing_to_confirm()
    {
        Know(0, 1);
        Add(1, by: 0);
        Sent(1);
        Add(2, by: 0);
        Know(0, 2);
        Assert.Equal([(1, true)], _released);
        Sent(2);
        Confirm(2, 2);
        Assert.Equal([(1, true), (2, true)], _released);
        Know(0);
        Add(3, by: 0);
        Assert.Equal((3, true), _released[^1]);
    }

    [Fact]
    public void Whatever_happens_each_acknowledgement_is_released_once() => Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2], Gen.Long[1, 20]).Array[0, 80].Sample(steps =>
    {
        _released.Clear();
        var barrier = new ConfirmationBarrier(Bound, Patience, (acknowledgement, isConfirmed) => _released.Add((acknowledgement.Tunnel.Version, isConfirmed)));
        var (added, sent, now) = (0L, 0L, TimeSpan.Zero);
        foreach (var (what, edge, number) in steps)
        {
            switch (what)
            {
                case 0 or 1: barrier.Add(Acknowledgement(++added, edge)); break;
                case 2: barrier.Sent(++sent, now); break;
                case 3: barrier.Confirm(number, _edges[edge].Path); break;
                case 4: barrier.Know(_edges.Take((int)number % 4).Select(one => one.Path)); break;
                default: barrier.Expire(now += Bound / 3); break;
            }
        }
        barrier.Sent(++sent, now);
        Assert.Null(barrier.Expire(now + Patience));
        Assert.Equal(Enumerable.Range(1, (int)added).Select(version => (long)version), _released.Select(one => one.Version).Order());
    }, iter: 500, threads: 1);

    private void Know(params int[] edges) => _barrier.Know(edges.Select(edge => _edges[edge].Path));

    private void Add(long version, int by) => _barrier.Add(Acknowledgement(version, by));

    private void Sent(long number, double at = 0) => _barrier.Sent(number, TimeSpan.FromSeconds(at));

    private void Confirm(long number, int edge) => _barrier.Confirm(number, _edges[edge].Path);

    private Acknowledge Acknowledgement(long version, int edge)
    {
        var tunnel = new TunnelChanged(Alice, null, version, DateTimeOffset.UnixEpoch);
        return new Acknowledge(_edges[edge], new Transmit(Alice.Ipv6, default, [], DateTimeOffset.UnixEpoch, tunnel), tunnel);
    }
}
