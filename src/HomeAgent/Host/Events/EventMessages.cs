using System.Collections.Immutable;

namespace DsMip.HomeAgent.Events;

/// <summary>Feed to feed: somebody looks here, tell me what happens for the next few seconds.</summary>
public sealed record EventsWanted
{
    public static readonly EventsWanted Instance = new();
}

/// <summary>Feed to feed.</summary>
public sealed record EventBatch(ImmutableArray<LiveEvent> Events);
