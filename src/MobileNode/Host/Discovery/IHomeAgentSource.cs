using System.Collections.Immutable;
using DsMip.MobileNode.Core.Discovery;

namespace DsMip.MobileNode.Discovery;

/// <summary>Where home agents are known from.</summary>
internal interface IHomeAgentSource
{
    /// <summary>Asks until there is an answer; the most preferred one comes first, and there is one at least.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    Task<ImmutableArray<HomeAgentCandidate>> FindAsync(CancellationToken stop);
}
