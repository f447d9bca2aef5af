using DsMip.HomeAgent.Core;

namespace DsMip.Simulation.Tests.Nodes;

/// <summary>What the home agent's store holds of a mobile node: it survives a crash, and nothing else does.</summary>
/// <param name="Version">Grows with every write; the datapath orders tunnels by it.</param>
/// <param name="Accepted">Highest ESP sequence number accepted in.</param>
/// <param name="Reserved">Last ESP sequence number that may have been used out.</param>
internal sealed record DurableState(BindingCacheEntry? Entry, long Version, ulong Accepted, ulong Reserved)
{
    public static readonly DurableState Empty = new(null, 0, 0, 0);
}
