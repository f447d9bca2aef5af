using System.Globalization;
using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Tracing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Edge.Tunnels;

/// <summary>Two edges of a home agent, each an actor system of its own: all of an edge but its network.</summary>
internal sealed class LiveEdges : IDisposable
{
    public const string First = "e1", Second = "e2";
    private const int Port = 4055;
    private static int _number = 100;
    private readonly List<LiveEdge> _all;

    /// <param name="options">Of the application.</param>
    public LiveEdges(WebApplication application, HomeAgentOptions options) => _all = [new(First, application, options), new(Second, application, options)];

    public LiveEdge this[string name] => _all.Single(edge => edge.Name == name);

    /// <summary>The configuration of a home agent with these edges, without the edges' own.</summary>
    public static (string Key, string? Value)[] Keys()
    {
        var host = string.Create(CultureInfo.InvariantCulture, $"127.{((Environment.ProcessId >> 8) % 200) + 20}.{Environment.ProcessId & 255}.{Interlocked.Increment(ref _number)}");
        return
        [
            ("Store:Provider", nameof(StoreProvider.PostgreSql)), ("Cluster:Host", host), ("Cluster:Port", $"{Port}"), ("Cluster:Seeds", $"{host}:{Port}"),
            ("Edges:0:Name", First), ("Edges:0:Blocks", "2001:db8:1::/65,10.10.0.0/25"), ("Edges:1:Name", Second), ("Edges:1:Blocks", "2001:db8:1:0:8000::/65,10.10.0.128/25"),
        ];
    }

    public void Dispose()
    {
        foreach (var edge in _all) edge.Dispose();
    }
}

/// <summary>One of them.</summary>
internal sealed class LiveEdge : IDisposable
{
    private readonly EdgeInACluster _edge;
    private readonly DrainWatch _drains;

    public LiveEdge(string name, WebApplication application, HomeAgentOptions options)
    {
        Name = name;
        var own = options with { EdgeName = name };
        _edge = new EdgeInACluster(own);
        Packets = new PacketWatch(_edge.Table, TimeProvider.System);
        var traces = new PacketTraces(TimeProvider.System);
        _edge.System.ActorOf(Props.Create(() => new PacketTraceFeed(name, traces, Packets, TimeProvider.System)), PacketTraceFeed.Name);
        Akka.Cluster.Cluster.Get(_edge.System).Join(application.Services.GetRequiredService<Membership>().Life!.Cluster.SelfAddress);
        _edge.State.Started();
        _edge.State.Read(asMember: true);
        _edge.Announcer.StartAsync(CancellationToken.None).Wait();
        _drains = new DrainWatch(application.Services.GetRequiredService<IEdgeDrainStore>(), own, _edge.State, TimeProvider.System, NullLogger<DrainWatch>.Instance);
        _drains.StartAsync(CancellationToken.None).Wait();
    }

    public string Name { get; }

    /// <summary>Sees what it is shown, in place of an edge's sockets.</summary>
    public PacketWatch Packets { get; }

    public void Dispose()
    {
        _drains.StopAsync(CancellationToken.None).Wait();
        _drains.Dispose();
        _edge.Announcer.StopAsync(CancellationToken.None).Wait();
        _edge.Dispose();
    }
}
