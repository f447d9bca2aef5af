using Akka.Actor;
using DsMip.HomeAgent.Core.Discovery;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Events;
using DsMip.HomeAgent.Names;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Prefixes;
using DsMip.HomeAgent.Telemetry;
using DsMip.HomeAgent.Tracing;

namespace DsMip.HomeAgent.Actors;

/// <summary>What all binding cache entries of a node share.</summary>
/// <param name="Leases">Null: no pool of dynamic IPv4 home addresses.</param>
/// <param name="Updates">Between the arrival of a Binding Update and its commit.</param>
/// <param name="Edges">Told of every tunnel.</param>
/// <param name="PrefixLeases">Null: no pool of IPv4 prefixes for mobile networks.</param>
public sealed record HomeAgentNode(
    HomeAgentOptions Options,
    IMobileNodeDirectory Directory,
    IIpv4LeaseStore? Leases,
    LifetimeWheel Lifetimes,
    UpdatesUnderWay Updates,
    HomeAgentMetrics Metrics,
    AuditLog Audit,
    TimeProvider Clock,
    IActorRef Edges,
    IIpv4LeaseStore? PrefixLeases = null)
{
    /// <summary>How long duplicate address detection, which takes one second, may take with the way to the edge and back.</summary>
    public TimeSpan ProbePatience { get; init; } = TimeSpan.FromSeconds(2);

    public AwakeEntities Awake { get; init; } = new();

    /// <summary>Told of accepted registrations; null: nobody wants to know where NATs are.</summary>
    public SourceTranslationWatch? Sources { get; init; }

    /// <summary>Null: bindings know nothing of prefixes, and mobile nodes are told nothing of them.</summary>
    public PrefixAdvertising? Prefixes { get; init; }

    /// <summary>Null: names of mobile nodes are not put into the DNS.</summary>
    public INameUpdates? Names { get; init; }

    /// <summary>All entities of the cluster; null: there are none beside these.</summary>
    public EntityRegion? Entities { get; init; }

    /// <summary>Home agents beside this one, as far as this process knows at this moment.</summary>
    public Func<DateTimeOffset, IEnumerable<KnownHomeAgent>> OtherHomeAgents { get; init; } = _ => Options.AddressDiscovery.Others;

    /// <summary>Null: nobody ever looks.</summary>
    public LiveEvents? Events { get; init; }

    /// <summary>Null: nobody's packets are ever traced.</summary>
    public PacketWatch? Packets { get; init; }
}
