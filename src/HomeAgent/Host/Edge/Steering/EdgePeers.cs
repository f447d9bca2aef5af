using System.Collections.Immutable;
using Akka.Actor;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Steering;

/// <summary>Which edges there are, and whose kernel a sealed packet is for. Thread-safe; replaced as a whole when somebody comes or goes.</summary>
internal sealed class EdgePeers(HomeAgentOptions options, EdgeState state)
{
    private readonly BlockOwnership _ownership = new(options);
    private readonly string _self = options.EdgeName ?? EdgeOptions.OnlyName;
    private volatile View? _view;

    /// <param name="others">Where other edges take what is steered, by name: all that can be reached.</param>
    /// <param name="ready">Names of those that know all bindings.</param>
    public void Update(IReadOnlyDictionary<string, IActorRef> others, IEnumerable<string> ready)
    {
        ImmutableHashSet<string> known = [.. ready];
        _view = new View(others.ToImmutableDictionary(), known, known.Add(_self));
    }

    /// <summary>Until somebody is seen again nobody is there.</summary>
    public void Clear() => _view = null;

    /// <summary>By the SPI, if its edge is there; else by the home address, whose block somebody has taken over. Null: nobody.</summary>
    public string? OwnerOf(uint spi, Ipv6Address home)
    {
        if (_view is not { } view) return null;
        var ready = state.IsLoaded && !(state.IsDrained && view.ReadyOthers.Count > 0) ? view.AllReady : view.ReadyOthers;
        foreach (var edge in options.Edges)
            if (ready.Contains(edge.Name) && edge.Has(spi)) return edge.Name;
        return _ownership.OwnerOf(home, ready);
    }

    public bool IsSelf(string edge) => edge == _self;

    /// <summary>Null: it cannot be reached.</summary>
    public IActorRef? Find(string edge) => _view?.Others.GetValueOrDefault(edge);

    /// <summary>Null: it cannot be reached, or is none of them.</summary>
    /// <param name="place">In the list of edges, from 1.</param>
    public IActorRef? Find(ushort place) => place >= 1 && place <= options.Edges.Length ? Find(options.Edges[place - 1].Name) : null;

    /// <summary>In the list of edges, from 1; 0: there is none of that name.</summary>
    public ushort PlaceOf(string edge)
    {
        for (var i = 0; i < options.Edges.Length; i++)
            if (options.Edges[i].Name == edge) return (ushort)(i + 1);
        return 0;
    }

    private sealed record View(ImmutableDictionary<string, IActorRef> Others, ImmutableHashSet<string> ReadyOthers, ImmutableHashSet<string> AllReady);
}
