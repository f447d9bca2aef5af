using Akka.Cluster;

namespace DsMip.HomeAgent.Actors.Failover;

/// <summary>Control node to all others: nobody listens at this member's address any more. Who has seen it is who sends it.</summary>
public sealed record ConnectionRefused(UniqueAddress Member);
