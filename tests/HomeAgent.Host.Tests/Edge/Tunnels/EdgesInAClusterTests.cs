using Akka.Actor;
using Akka.Cluster;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace DsMip.HomeAgent.Host.Tests.Edge.Tunnels;

/// <summary>One control node and two edges: three actor systems that talk over TCP.</summary>
public sealed class EdgesInAClusterTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Ipv6Address Alice = Ipv6Address.Parse(Configured.Alice);
    private readonly List<IDisposable> _owned = [];
    private readonly ActorSystem _control = EdgeInACluster.StartSystem("control");
    private readonly IActorRef _broadcast;

    public EdgesInAClusterTests()
    {
        Join(_control);
        _broadcast = EdgeActors.StartAtControl(_control, new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton<HomeAgentMetrics>().AddSingleton<BarrierMetrics>().BuildServiceProvider());
    }

    public void Dispose()
    {
        foreach (var owned in _owned) owned.Dispose();
        _control.Terminate().Wait();
    }

    [Fact]
    public async Task Every_edge_hears_of_every_tunnel()
    {
        var (one, other) = (Start("e1"), Start("e2"));
        await UntilAsync(() => one.Requests.Contains(SyncCause.MissedBatches) && other.Requests.Contains(SyncCause.MissedBatches), "the control node is heard of");

        for (var version = 1; version <= 1000; version++) _broadcast.Tell(Changed(version));

        await UntilAsync(() => Knows(one, 1000) && Knows(other, 1000), "both know the last version");
        Assert.Equal((0, 0), (one.Metrics.Missed, other.Metrics.Missed));
    }

    [Fact]
    public async Task No_mobile_node_is_answered_before_every_edge_has_its_tunnel()
    {
        const int answers = 200;
        var (one, other) = (Start("e1"), Start("e2"));
        await UntilAsync(() => one.Requests.Contains(SyncCause.MissedBatches) && other.Requests.Contains(SyncCause.MissedBatches), "the control node is heard of");
        var early = 0;
        one.OnAnswer = answer => early += other.Table.VersionOf(Alice) < answer.Tunnel!.Version ? 1 : 0;
        var way = EdgeActors.EdgeAt(_control, Akka.Cluster.Cluster.Get(one.System).SelfAddress);

        for (var version = 1; version <= answers; version++)
        {
            var tunnel = Changed(version);
            _broadcast.Tell(new Acknowledge(way, new Transmit(Alice, default, [], Now, tunnel), tunnel));
            // In many batches.
            if (version % 10 == 0) await Task.Delay(5);
        }

        await UntilAsync(() => one.Answers == answers, "all are answered");
        Assert.Equal(0, early);
    }

    [Fact]
    public async Task A_drained_edge_leaves_its_blocks_and_no_block_is_nobodys_meanwhile()
    {
        var one = Start("e1");
        one.State.Read(asMember: true);
        var other = Start("e2");
        other.State.Read(asMember: true);
        await UntilAsync(() => IsUp(other) && one.Announcer.Owned.Count == 2 && other.Announcer.Owned.Count == 2, "each has its own");

        var alwaysAll = true;
        bool AllAre(int ones, int others)
        {
            alwaysAll &= one.Announcer.Owned.Union(other.Announcer.Owned).Count == 4;
            return one.Announcer.Owned.Count == ones && other.Announcer.Owned.Count == others;
        }

        other.State.Drain(true);
        await UntilAsync(() => AllAre(4, 2), "the other one comes first");
        await UntilAsync(() => AllAre(4, 0), "then it goes");
        other.State.Drain(false);
        await UntilAsync(() => AllAre(2, 2), "it takes its own back");
        Assert.True(alwaysAll);

        // Who is alone serves, drained or not.
        one.Dispose();
        other.State.Drain(true);
        await UntilAsync(() => other.Announcer.Owned.Count == 4, "everything is its own");
    }

    [Fact]
    public async Task A_lost_edge_leaves_its_blocks_until_it_is_back_and_knows_all_bindings()
    {
        var one = Start("e1");
        one.State.Read(asMember: true);
        var other = Start("e2");
        other.State.Read(asMember: true);
        // The first to be there has everything for a moment.
        await UntilAsync(() => IsUp(other) && one.Announcer.Owned.Count == 2 && other.Announcer.Owned.Count == 2, "each has its own");

        other.Dispose();
        await UntilAsync(() => one.Announcer.Owned.Count == 4, "the blocks are taken over");

        var back = Start("e2");
        await UntilAsync(() => IsUp(back), "it is a member again");
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.Equal(4, one.Announcer.Owned.Count);
        Assert.Equal(2, back.Announcer.Owned.Count);

        back.State.Read(asMember: true);
        await UntilAsync(() => one.Announcer.Owned.Count == 2, "the blocks are given back");
    }

    [Fact]
    public async Task A_lost_control_node_makes_the_edges_read_the_store()
    {
        var one = Start("e1");
        var second = EdgeInACluster.StartSystem("control");
        Join(second);
        await UntilAsync(() => IsUp(one), "it is a member");
        await UntilAsync(() => Akka.Cluster.Cluster.Get(_control).State.Members.Count(member => member.Status == MemberStatus.Up) == 3, "all are members");
        Assert.DoesNotContain(SyncCause.ControlNodeLost, one.Requests);

        await second.Terminate();

        await UntilAsync(() => one.Requests.Contains(SyncCause.ControlNodeLost), "the loss is noticed");
    }

    private EdgeInACluster Start(string name)
    {
        var edge = new EdgeInACluster(Configured.Options(
            ("Edges:0:Name", "e1"), ("Edges:0:Blocks", "2001:db8:1::/65,10.10.0.0/25"),
            ("Edges:1:Name", "e2"), ("Edges:1:Blocks", "2001:db8:1:0:8000::/65,10.10.0.128/25"), ("Edge:Name", name)));
        _owned.Add(edge);
        Join(edge.System);
        return edge;
    }

    private void Join(ActorSystem system) => Akka.Cluster.Cluster.Get(system).Join(Akka.Cluster.Cluster.Get(_control).SelfAddress);

    private static bool IsUp(EdgeInACluster edge) => Akka.Cluster.Cluster.Get(edge.System).SelfMember.Status == MemberStatus.Up;

    private static bool Knows(EdgeInACluster edge, long version) => edge.Table.TryFindVersion(Alice, out var known) && known == version;

    private static TunnelChanged Changed(long version) => new(
        new HomeAddresses(Alice, default),
        new BidirectionalTunnel(Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("203.0.113.7"), Port.DsMip, 40_000),
        version, Now.AddHours(1));

    private static async Task UntilAsync(Func<bool> done, string what)
    {
        for (var wait = 0; wait < 1200 && !done(); wait++) await Task.Delay(50);
        Assert.True(done(), $"a minute was not enough until {what}");
    }
}
