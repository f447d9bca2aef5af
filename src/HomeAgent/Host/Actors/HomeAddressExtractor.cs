using Akka.Cluster.Sharding;

namespace DsMip.HomeAgent.Actors;

/// <summary>Home address to entity to shard. The number of shards is the same on every node and for ever.</summary>
public sealed class HomeAddressExtractor() : HashCodeMessageExtractor(Shards)
{
    private const int Shards = 128;

    public override string? EntityId(object message) => (message as IForHomeAddress)?.HomeAddress.ToString();
}
