using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.SBR;

namespace DsMip.HomeAgent.Actors.Failover;

/// <summary>
/// The split brain resolver, and no time of grace after it: what is removed starts again elsewhere at once. An entity that still runs on the other
/// side of a partition cannot do harm: the journal takes no sequence number that is not above all others of its entity, and nothing is acknowledged
/// without it.
/// </summary>
public sealed class DowningProvider(ActorSystem system, Cluster cluster) : IDowningProvider
{
    private readonly SplitBrainResolverProvider _resolver = new(system, cluster);

    public TimeSpan DownRemovalMargin => TimeSpan.Zero;

    public Props DowningActorProps => _resolver.DowningActorProps;
}
