using System.Collections.Immutable;
using DsMip.HomeAgent.Actors;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>Control node to every edge: what became of bindings there. All edges get the same batches under the same numbers.</summary>
/// <param name="Source">One life of the broadcast of one control node: a number that nobody else has.</param>
/// <param name="Number">Batches of a source are numbered from 1. Without changes: that of the last one, so that a lost last batch is noticed.</param>
public sealed record TunnelBatch(long Source, long Number, ImmutableArray<TunnelChanged> Changes);
