using System.Collections.Concurrent;
using Akka.Actor;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// The entities of this node that hold keys and IPsec, those that do so for longest first. One queue for all: a timer for each would cost a good part of
/// what it saves. Thread-safe.
/// </summary>
public sealed class AwakeEntities
{
    /// <summary>So long an entity is left alone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<(IActorRef Entity, DateTimeOffset Due)> _entities = new();

    public int Count => _entities.Count;

    /// <summary>It has woken up, or was spoken to since it was asked.</summary>
    public void Add(IActorRef entity, DateTimeOffset now) => _entities.Enqueue((entity, now + Patience));

    /// <summary>Asks those that have been awake for a while to rest. One caller at a time.</summary>
    public void Tick(DateTimeOffset now)
    {
        while (_entities.TryPeek(out var oldest) && oldest.Due <= now && _entities.TryDequeue(out oldest)) oldest.Entity.Tell(RestIfIdle.Instance);
    }
}

/// <summary>To an entity: let go of what you need for messages only, unless there were some.</summary>
public sealed record RestIfIdle
{
    public static readonly RestIfIdle Instance = new();
}
