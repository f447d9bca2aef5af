using System.Collections.Immutable;
using Akka.Actor;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>To the broadcast, from within its process: these edges are there, and no others.</summary>
internal sealed record EdgesChanged(ImmutableHashSet<IActorRef> Edges);
