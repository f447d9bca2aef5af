using DsMip.Wire;

namespace DsMip.HomeAgent.Tracing;

/// <summary>The packets of one mobile node for a while, as many as were asked for at most. Any thread.</summary>
public sealed class PacketTrace(Guid id, Ipv6Address home, DateTimeOffset began, DateTimeOffset ends, int mostPackets)
{
    /// <summary>Of packets, however many they are.</summary>
    public const int MostBytes = 16 << 20;

    private readonly Lock _gate = new();
    private readonly List<(string Node, TracedPacket Packet)> _packets = [];
    private readonly SortedSet<string> _nodes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _readers = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _expected = 1;
    private int _bytes;
    private long _missed;
    private PacketTraceState _state = PacketTraceState.Running;

    public Guid Id { get; } = id;
    public Ipv6Address HomeAddress { get; } = home;
    public DateTimeOffset Began { get; } = began;
    public DateTimeOffset Ends { get; } = ends;
    public int MostPackets { get; } = mostPackets;

    /// <summary>All processes take part that were there when it began.</summary>
    internal Task Begun => _begun.Task;

    public PacketTraceStatus Status
    {
        get
        {
            lock (_gate) return new PacketTraceStatus(_state, [.. _nodes], _packets.Count, _missed);
        }
    }

    public bool IsRunning
    {
        get
        {
            lock (_gate) return _state == PacketTraceState.Running;
        }
    }

    /// <param name="after">So many at the beginning are left out.</param>
    public IReadOnlyList<(string Node, TracedPacket Packet)> Packets(int after, int most)
    {
        lock (_gate) return after >= _packets.Count ? [] : _packets.GetRange(after, Math.Min(most, _packets.Count - after));
    }

    /// <summary>Whoever this is has seen packets of it already.</summary>
    internal bool WasShownTo(string reader)
    {
        lock (_gate) return _readers.Contains(reader);
    }

    internal void ShowTo(string reader)
    {
        lock (_gate) _readers.Add(reader);
    }

    internal void End(PacketTraceState why)
    {
        lock (_gate)
            if (_state == PacketTraceState.Running) _state = why;
        _begun.TrySetResult();
    }

    internal void Expect(int nodes)
    {
        lock (_gate) _expected = nodes;
    }

    /// <returns>True: that was the last one.</returns>
    internal bool Take(PacketsSeen seen)
    {
        lock (_gate)
        {
            _nodes.Add(seen.Node);
            if (_nodes.Count >= _expected) _begun.TrySetResult();
            // What was under way when it ended belongs to it.
            if (_state == PacketTraceState.Full) return false;
            _missed += seen.Missed;
            foreach (var packet in seen.Packets)
                if (packet.Trace == Id && !HasAll) Keep(seen.Node, packet);
            if (_state != PacketTraceState.Running || !HasAll) return false;
            _state = PacketTraceState.Full;
            return true;
        }
    }

    private bool HasAll => _packets.Count >= MostPackets || _bytes >= MostBytes;

    private void Keep(string node, TracedPacket packet)
    {
        _packets.Add((node, packet));
        _bytes += packet.Bytes.Length;
    }
}

/// <param name="Nodes">That have said that they take part.</param>
/// <param name="Missed">Packets that came too fast, of whatever trace.</param>
public readonly record struct PacketTraceStatus(PacketTraceState State, IReadOnlyList<string> Nodes, int Packets, long Missed);

public enum PacketTraceState
{
    Running,

    /// <summary>Its time is over.</summary>
    Over,

    /// <summary>It has as many packets as were asked for, or as there is room for.</summary>
    Full,

    /// <summary>Somebody has ended it.</summary>
    Stopped,
}
