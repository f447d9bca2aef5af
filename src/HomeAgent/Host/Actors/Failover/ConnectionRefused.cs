using Akka.Cluster;

namespace DsMip.HomeAgent.Actors.Failover;

/// <summary>Control node to all others: nobody listens at this member's address any more.</summary>
/// <param name="Witness">Who has seen it.</param>
public sealed record ConnectionRefused(UniqueAddress Member, UniqueAddress Witness);
