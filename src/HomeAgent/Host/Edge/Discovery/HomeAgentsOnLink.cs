using System.Collections.Immutable;
using DsMip.HomeAgent.Core.Discovery;

namespace DsMip.HomeAgent.Edge.Discovery;

/// <summary>The Home Agents List as the home link's thread last told it to that of the edge.</summary>
internal sealed class HomeAgentsOnLink
{
    // Boxed: a reference is replaced in one go.
    private object _listed = ImmutableArray<ListedHomeAgent>.Empty;

    public void Tell(ImmutableArray<ListedHomeAgent> listed) => Volatile.Write(ref _listed, listed);

    public IEnumerable<KnownHomeAgent> Take(DateTimeOffset now) =>
        ((ImmutableArray<ListedHomeAgent>)Volatile.Read(ref _listed)).Where(one => one.Expires > now).Select(one => one.HomeAgent);
}
