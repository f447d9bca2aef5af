using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

/// <summary>A member that holds nothing: it sees the cluster from within, and asks binding cache entries as an edge does.</summary>
internal sealed class Observer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);
    private static readonly Ingress Way = new(
        Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("203.0.113.7"), RemotePort: 40_000, LocalPort: Port.DsMip);

    private readonly IStore _store;

    public Observer(ControlNodes nodes)
    {
        var options = HomeAgentOptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(nodes.Keys(ControlNodes.Address(9), "admin")).Build());
        _store = Stores.Open(options.Store);
        Life = ClusterLife.Begin(options, _store, new NodeActors(options, new NoServices()), NullLoggerFactory.Instance, TimeProvider.System);
        Life.Cluster.JoinSeedNodes(options.Cluster.Seeds.Select(seed => ClusterAddress.Of(seed, Life.Cluster.SelfAddress)));
    }

    public ClusterLife Life { get; }

    public IReadOnlyList<string> Control => [.. Life.Cluster.State.Members
        .Where(member => member.Status == MemberStatus.Up && member.HasRole(ClusterConfiguration.ControlRole)).Select(member => member.Address.Host).Order()];

    /// <summary>The host of the control node that has been there longest: the coordinator of the shards is there.</summary>
    public string Oldest => Life.Cluster.State.Members.Where(member => member.HasRole(ClusterConfiguration.ControlRole)).OrderBy(member => member, Member.AgeOrdering).First().Address.Host;

    public async Task UntilAsync(Func<Observer, bool> condition, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!condition(this))
        {
            Assert.True(waited.Elapsed < Patience, $"{what}: {string.Join(", ", Life.Cluster.State.Members)}");
            await Task.Delay(20);
        }
    }

    /// <summary>Asks every shard again and again until it answers.</summary>
    /// <returns>How long the last one took.</returns>
    public async Task<TimeSpan> AllAnswerAsync()
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(AnswersAsync));
        return watch.Elapsed;
    }

    /// <summary>Until shards live at this member again: the coordinator moves them when it looks at them next.</summary>
    public async Task HasItsShareAsync(string host)
    {
        var waited = Stopwatch.StartNew();
        ClusterShardingStats? stats = null;
        while (stats is null || stats.Regions.Sum(region => region.Key.Host == host ? region.Value.Stats.Count : 0) == 0)
        {
            Assert.True(waited.Elapsed < Patience, $"no shard goes to {host}: {stats}");
            await Task.Delay(Again);
            stats = await AskForShardsAsync();
        }
    }

    public void Dispose()
    {
        Life.System.Terminate().Wait();
        _store.Dispose();
    }

    /// <summary>Null: not everybody answers.</summary>
    private async Task<ClusterShardingStats?> AskForShardsAsync()
    {
        try
        {
            return await Life.Region.Ask<ClusterShardingStats>(new GetClusterShardingStats(Again), 4 * Again);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private async Task AnswersAsync(int number)
    {
        // Nobody's, so that no binding is touched.
        var home = new Ipv6Address(Ipv6Address.Parse(Configured.HomeAgent).Value + 0x1000 + (uint)number);
        var asked = new List<Task>();
        using var patience = new CancellationTokenSource(Patience);
        while (!patience.IsCancellationRequested)
        {
            // Sent again, as a mobile node does it; what answers late answers, too.
            asked.Add(Life.Region.Ask<FrameDropped>(new ClassifiedFrame(home, Way, [], DateTimeOffset.UtcNow), patience.Token));
            if (await Task.WhenAny([Task.Delay(Again), .. asked]) is Task<FrameDropped> { IsCompletedSuccessfully: true }) return;
        }
        Assert.Fail($"no answer from {home}");
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
