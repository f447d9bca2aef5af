using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Bootstrapping;

/// <summary>Mobile nodes whose home address IKE has given out, as entries of the directory for as long as they have it. Any thread.</summary>
public sealed class BootstrappedMobileNodes
{
    private volatile ImmutableDictionary<Ipv6Address, (MobileNodeOptions Node, long Revision)> _nodes =
        ImmutableDictionary<Ipv6Address, (MobileNodeOptions, long)>.Empty;
    private long _revisions;

    public IEnumerable<MobileNodeOptions> All => _nodes.Values.Select(entry => entry.Node);

    public bool TryFind(Ipv6Address homeAddress, [NotNullWhen(true)] out MobileNodeOptions? node)
    {
        node = _nodes.TryGetValue(homeAddress, out var entry) ? entry.Node : null;
        return node is not null;
    }

    /// <summary>0: it is none of these.</summary>
    public long RevisionOf(Ipv6Address homeAddress) => _nodes.TryGetValue(homeAddress, out var entry) ? entry.Revision : 0;

    /// <summary>By one thread.</summary>
    public void Replace(IEnumerable<MobileNodeOptions> nodes)
    {
        var before = _nodes;
        _nodes = nodes.ToImmutableDictionary(
            node => node.HomeAddress, node => before.TryGetValue(node.HomeAddress, out var entry) && entry.Node == node ? entry : (node, ++_revisions));
    }
}
