using Akka.Actor;
using Akka.TestKit;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Tunnels;

public sealed class TunnelBroadcastTests() : Akka.TestKit.Xunit2.TestKit("akka.loglevel = OFF\nakka.stdout-loglevel = OFF\nakka.test.single-expect-default = 30s")
{
    private readonly BarrierMetrics _metrics = new(new HomeAgentMetrics());

    private static readonly HomeAddresses Alice = new(Ipv6Address.Parse(Configured.Alice), default);

    [Fact]
    public void Every_edge_gets_every_change_once_and_in_order()
    {
        const int changes = 1000;
        var (one, other) = (CreateTestProbe(), CreateTestProbe());
        var broadcast = Start(one, other);
        for (var version = 1; version <= changes; version++) broadcast.Tell(Change(version));

        Assert.Equal(Enumerable.Range(1, changes).Select(version => (long)version), Versions(one, changes));
        Assert.Equal(Enumerable.Range(1, changes).Select(version => (long)version), Versions(other, changes));
    }

    [Fact]
    public void Batches_are_full_at_256_and_numbered_without_gap()
    {
        var edge = CreateTestProbe();
        var broadcast = Start(edge);
        for (var version = 1; version <= TunnelBroadcast.MostChanges * 3; version++) broadcast.Tell(Change(version));

        var batches = Batches(edge, TunnelBroadcast.MostChanges * 3);
        Assert.All(batches, batch => Assert.InRange(batch.Changes.Length, 1, TunnelBroadcast.MostChanges));
        Assert.Equal(Enumerable.Range(1, batches.Count).Select(number => (long)number), batches.Select(batch => batch.Number));
        Assert.Single(batches.Select(batch => batch.Source).Distinct());
    }

    [Fact]
    public void A_new_edge_learns_at_once_how_much_it_has_missed()
    {
        var (one, other) = (CreateTestProbe(), CreateTestProbe());
        var broadcast = Start(one);
        broadcast.Tell(Change(1));
        var first = Batches(one, 1).Single();

        broadcast.Tell(new EdgesChanged([one, other]));
        var greeting = other.ExpectMsg<TunnelBatch>();
        Assert.Equal((first.Source, first.Number, true), (greeting.Source, greeting.Number, greeting.Changes.IsEmpty));

        broadcast.Tell(Change(2));
        Assert.Equal(first.Number + 1, Batches(other, 1).Single().Number);
    }

    [Fact]
    public void When_nothing_happens_the_last_number_is_told_again()
    {
        var edge = CreateTestProbe();
        var broadcast = Start(edge);
        broadcast.Tell(Change(1));
        var batch = Batches(edge, 1).Single();

        var reminder = edge.FishForMessage<TunnelBatch>(one => one.Changes.IsEmpty, TimeSpan.FromSeconds(30));
        Assert.Equal(batch.Number, reminder.Number);
    }

    [Fact]
    public void Who_is_not_there_any_more_gets_nothing()
    {
        var (one, other) = (CreateTestProbe(), CreateTestProbe());
        var broadcast = Start(one, other);
        broadcast.Tell(new EdgesChanged([other]));
        broadcast.Tell(Change(1));
        Batches(other, 1);
        Assert.False(one.HasMessages);
    }

    [Fact]
    public void Each_life_has_a_number_of_its_own() => Assert.Equal(
        2, Enumerable.Range(0, 2).Select(_ =>
        {
            var edge = CreateTestProbe();
            Start(edge).Tell(Change(1));
            return Batches(edge, 1).Single().Source;
        }).Distinct().Count());

    [Fact]
    public void An_acknowledgement_leaves_when_all_edges_but_its_own_have_confirmed()
    {
        var (own, one, other) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        var broadcast = Start(own, one, other);
        var answer = Answer(own, 1);
        broadcast.Tell(answer);

        Confirm(broadcast, one, Batches(one, 1).Single());
        var last = Batches(other, 1).Single();
        Assert.Equal(answer.Tunnel, last.Changes.Single());
        Assert.Single(Batches(own, 1));
        Assert.False(own.HasMessages);
        Confirm(broadcast, other, last);

        Assert.Same(answer.Answer, own.ExpectMsg<Transmit>());
        Assert.Equal(0, _metrics.Unconfirmed);
    }

    [Fact]
    public void Where_there_is_no_other_edge_nothing_is_waited_for()
    {
        var own = CreateTestProbe();
        var broadcast = Start(own);
        broadcast.Tell(Answer(own, 1));
        // Before the batch with its tunnel, which is yet to be filled.
        own.ExpectMsg<Transmit>();
        Assert.Single(Batches(own, 1));
        Assert.Equal(0, _metrics.Unconfirmed);
    }

    [Fact]
    public void An_edge_that_confirms_nothing_delays_acknowledgements_and_does_not_stop_them()
    {
        var (own, silent) = (CreateTestProbe(), CreateTestProbe());
        var broadcast = Start(own, silent);
        broadcast.Tell(Answer(own, 1));
        own.FishForMessage<Transmit>(_ => true, TimeSpan.FromSeconds(30));
        Assert.Equal(1, _metrics.Unconfirmed);
        // The edge of the answer has not confirmed, either.
        AwaitAssert(() => Assert.Equal(2, _metrics.Silent), TimeSpan.FromSeconds(30));
        broadcast.Tell(new EdgesChanged([own.Ref]));
        AwaitAssert(() => Assert.Equal(1, _metrics.Silent), TimeSpan.FromSeconds(30));
    }

    private static void Confirm(IActorRef broadcast, TestProbe edge, TunnelBatch batch) => broadcast.Tell(new BatchConfirmed(batch.Source, batch.Number), edge.Ref);

    private static Acknowledge Answer(TestProbe edge, long version) =>
        new(edge.Ref, new Transmit(Alice.Ipv6, default, [], DateTimeOffset.UnixEpoch, Change(version)), Change(version));

    private IActorRef Start(params TestProbe[] edges)
    {
        var broadcast = Sys.ActorOf(Props.Create(() => new TunnelBroadcast(null, TimeProvider.System, _metrics)));
        broadcast.Tell(new EdgesChanged([.. edges.Select(edge => edge.Ref)]));
        foreach (var edge in edges) Assert.Equal(0, edge.ExpectMsg<TunnelBatch>().Number);
        return broadcast;
    }

    private static IEnumerable<long> Versions(TestProbe edge, int count) => Batches(edge, count).SelectMany(batch => batch.Changes).Select(change => change.Version);

    private static List<TunnelBatch> Batches(TestProbe edge, int changes)
    {
        var batches = new List<TunnelBatch>();
        while (batches.Sum(batch => batch.Changes.Length) < changes)
            if (edge.ExpectMsg<TunnelBatch>() is { Changes.IsEmpty: false } batch) batches.Add(batch);
        return batches;
    }

    private static TunnelChanged Change(long version) => new(Alice, null, version, DateTimeOffset.UnixEpoch);
}
