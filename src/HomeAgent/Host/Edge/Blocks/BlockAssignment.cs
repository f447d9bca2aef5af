using System.Collections.Immutable;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Edge.Blocks;

/// <summary>The blocks of this edge, from its own at the start to what the cluster makes of it. Survives the actor system.</summary>
internal sealed class BlockAssignment
{
    private readonly BlockOwnership _ownership;
    private readonly BlockAnnouncer _announcer;
    private readonly string _self;

    /// <summary>Which edge this is.</summary>
    public string Self => _self;

    /// <inheritdoc cref="BlockAnnouncer.InForce"/>
    public ImmutableHashSet<HomeBlock> Announced => _announcer.InForce;

    public BlockAssignment(HomeAgentOptions options, BlockAnnouncer announcer, EdgeState state)
    {
        _ownership = new BlockOwnership(options);
        _announcer = announcer;
        _self = options.EdgeName ?? EdgeOptions.OnlyName;
        // Before anybody is seen: what is ours in any case, unless it is to be others'.
        if (!state.IsDrained) announcer.Own(_ownership.Of(_self, ImmutableHashSet<string>.Empty, ImmutableHashSet<string>.Empty, ImmutableHashSet<HomeBlock>.Empty, mayTakeOver: false));
    }

    /// <summary>Of the other edges, by name; see <see cref="BlockOwnership.Of"/>.</summary>
    /// <param name="letsGo">All of them are others' now.</param>
    public void Update(IReadOnlySet<string> present, IReadOnlySet<string> ready, bool mayTakeOver, bool letsGo = false)
    {
        var owned = letsGo ? [] : _ownership.Of(_self, present, ready, _announcer.Owned, mayTakeOver);
        if (!owned.SetEquals(_announcer.Owned)) _announcer.Own(owned);
    }
}
