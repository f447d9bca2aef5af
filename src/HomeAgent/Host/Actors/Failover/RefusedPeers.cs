using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Akka.Event;

namespace DsMip.HomeAgent.Actors.Failover;

/// <summary>Addresses of members where nobody listens any more, as this process has seen. One for every actor system. Thread-safe.</summary>
internal sealed class RefusedPeers
{
    private static readonly ConditionalWeakTable<EventStream, RefusedPeers> All = [];

    /// <summary>A sign of life that was under way when the connection was refused may come so late.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, long> _since = new(StringComparer.Ordinal);

    /// <param name="events">Names the actor system: a failure detector is given nothing else of it.</param>
    public static RefusedPeers Of(EventStream events) => All.GetOrCreateValue(events);

    /// <param name="address">As <see cref="Akka.Actor.Address"/> writes it.</param>
    public void Add(string address) => _since.TryAdd(address, Environment.TickCount64);

    public bool Contains(string address) => _since.ContainsKey(address);

    public void Remove(string address) => _since.TryRemove(address, out _);

    /// <summary>Something was heard from there.</summary>
    public void Heard(string address)
    {
        if (_since.TryGetValue(address, out var since) && Environment.TickCount64 - since > Lag.TotalMilliseconds) Remove(address);
    }
}
