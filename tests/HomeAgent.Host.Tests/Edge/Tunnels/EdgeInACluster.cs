using Akka.Actor;
using Akka.Configuration;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Edge.Tunnels;

/// <summary>The actors of one edge in an actor system of its own, without network and store.</summary>
internal sealed class EdgeInACluster : IDisposable, ISignallingEgress, IResync
{
    private readonly List<SyncCause> _requests = [];
    private readonly ServiceProvider _services;
    private int _answers;

    public EdgeInACluster(HomeAgentOptions options)
    {
        Metrics = new EdgeMetrics(new HomeAgentMetrics(), Table);
        Announcer = new BlockAnnouncer(null, [], State, Metrics, NullLogger<BlockAnnouncer>.Instance);
        _services = new ServiceCollection()
            .AddSingleton<IDatapath>(Table).AddSingleton(Table).AddSingleton<ISignallingEgress>(this).AddSingleton<IResync>(this)
            .AddSingleton(Metrics).AddSingleton(State).AddSingleton(new BlockAssignment(options, Announcer, State))
            .BuildServiceProvider();
        System = StartSystem("edge", EdgeNeighbours.RoleOf(options.EdgeName!));
        EdgeActors.StartAtEdge(System, _services);
    }

    public ActorSystem System { get; }

    public BindingTable Table { get; } = new();

    public EdgeState State { get; } = new(expected: true);

    public EdgeMetrics Metrics { get; }

    public BlockAnnouncer Announcer { get; }

    public IReadOnlyList<SyncCause> Requests
    {
        get { lock (_requests) return [.. _requests]; }
    }

    public static ActorSystem StartSystem(params string[] roles) => ActorSystem.Create("dsmip", ConfigurationFactory.ParseString(
        $$"""
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          loggers = []
          actor.provider = cluster
          coordinated-shutdown.run-by-actor-system-terminate = off
          remote {
            untrusted-mode = off
            dot-netty.tcp {
              hostname = "127.0.0.1"
              port = 0
            }
          }
          cluster {
            roles = [{{string.Join(", ", roles.Select(role => $"\"{role}\""))}}]
            failure-detector {
              implementation-class = "Akka.Remote.PhiAccrualFailureDetector, Akka.Remote"
              acceptable-heartbeat-pause = 3s
            }
          }
        }
        """).WithFallback(ClusterConfiguration.Hocon()));

    void IResync.Request(SyncCause cause)
    {
        lock (_requests) _requests.Add(cause);
    }

    /// <summary>Called where the acknowledgement would leave.</summary>
    public Action<Transmit> OnAnswer { get; set; } = _ => { };

    public int Answers => Volatile.Read(ref _answers);

    void ISignallingEgress.Transmit(Transmit answer)
    {
        OnAnswer(answer);
        Interlocked.Increment(ref _answers);
    }

    void ISignallingEgress.Ended(FrameDropped dropped)
    {
        // No network.
    }

    /// <summary>Nobody is told.</summary>
    public void Dispose()
    {
        System.Terminate().Wait();
        _services.Dispose();
        Announcer.Dispose();
    }
}
