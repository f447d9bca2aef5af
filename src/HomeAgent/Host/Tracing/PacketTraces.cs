using System.Collections.Immutable;
using DsMip.Wire;

namespace DsMip.HomeAgent.Tracing;

/// <summary>The traces that were asked for by way of this process, in its memory only. Any thread.</summary>
public sealed class PacketTraces(TimeProvider clock)
{
    public const int MostRunning = 4;
    private const int MostKept = 8;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    // Half of every id: another process, and this one after a restart, has another one.
    private readonly byte[] _origin = Guid.NewGuid().ToByteArray()[..8];
    private readonly Lock _gate = new();
    private ImmutableList<PacketTrace> _all = [];
    private Action? _changed;

    public IReadOnlyList<PacketTrace> All => _all;

    /// <summary>It was begun here, since this process started.</summary>
    public bool IsOwn(Guid id) => id.ToByteArray().AsSpan(0, _origin.Length).SequenceEqual(_origin);

    public PacketTrace? Find(Guid id) => _all.Find(trace => trace.Id == id);

    /// <summary>Answers when all processes take part, or after two seconds.</summary>
    /// <returns>Null: there are too many already.</returns>
    public async Task<PacketTrace?> BeginAsync(Ipv6Address home, TimeSpan duration, int mostPackets)
    {
        var now = clock.GetUtcNow();
        var trace = new PacketTrace(NewId(), home, now, now + duration, mostPackets);
        lock (_gate)
        {
            if (_all.Count(one => one.IsRunning) >= MostRunning) return null;
            while (_all.Count >= MostKept) _all = _all.Remove(_all.Find(one => !one.IsRunning)!);
            _all = _all.Add(trace);
        }
        _changed?.Invoke();
        await Task.WhenAny(trace.Begun, Task.Delay(Patience, clock)).ConfigureAwait(false);
        return trace;
    }

    /// <summary>Ends it and forgets its packets.</summary>
    public void Remove(PacketTrace trace)
    {
        trace.End(PacketTraceState.Stopped);
        lock (_gate) _all = _all.Remove(trace);
        _changed?.Invoke();
    }

    /// <summary>Ends it; its packets are kept for a while.</summary>
    public void Stop(PacketTrace trace)
    {
        trace.End(PacketTraceState.Stopped);
        _changed?.Invoke();
    }

    private Guid NewId() => new([.. _origin, .. Guid.NewGuid().ToByteArray()[_origin.Length..]]);

    /// <param name="changed">Told when a trace begins or ends.</param>
    internal void Attach(Action changed) => _changed = changed;

    internal ImmutableArray<PacketTraceRequest> Running() =>
        [.. _all.Where(trace => trace.IsRunning).Select(trace => new PacketTraceRequest(trace.Id, trace.HomeAddress, trace.MostPackets))];

    internal void Expect(int nodes)
    {
        foreach (var trace in _all) trace.Expect(nodes);
    }

    internal void Take(PacketsSeen seen)
    {
        var isFull = false;
        foreach (var trace in _all)
            if (seen.Followed.Contains(trace.Id)) isFull |= trace.Take(seen);
        if (isFull) _changed?.Invoke();
    }

    internal void EndOld(DateTimeOffset now)
    {
        foreach (var trace in _all)
        {
            if (trace.IsRunning && trace.Ends <= now)
            {
                trace.End(PacketTraceState.Over);
                _changed?.Invoke();
            }
            if (trace.Ends + KeptFor <= now) Remove(trace);
        }
    }
}
