namespace DsMip.Load;

/// <summary>Begins the updates of a phase when they are due. Nodes have their turns in a random order, the same every round.</summary>
internal sealed class Arrivals
{
    private const int AtOnce = 256;
    private const int Tries = 64;
    private readonly SimulatedNode[] _order;
    private readonly Random _random;
    private int _cursor;
    private LoadPhase _phase = new() { Rate = 1 };
    private ArrivalClock _clock;
    private long _start;
    private long _next;
    private long _left;

    /// <param name="nodes">In their order of registration.</param>
    public Arrivals(SimulatedNode[] nodes, Random random)
    {
        _order = [.. nodes];
        _random = random;
        _clock = new ArrivalClock(_phase, random);
    }

    /// <summary>Nothing more will be due.</summary>
    public bool IsOver => _left == 0;

    /// <summary>From the start to the last update that was due.</summary>
    public long Offered { get; private set; }

    public void Begin(LoadPhase phase, long now)
    {
        if (!phase.Registration && _cursor == 0) _random.Shuffle(_order);
        _cursor = phase.Registration ? 0 : _cursor;
        (_phase, _clock, _start) = (phase, new ArrivalClock(phase, _random), now);
        _left = phase.Registration ? _order.Length : long.MaxValue;
        _next = now + _clock.Next();
        Offered = 0;
    }

    public void Stop() => _left = 0;

    /// <summary>Begins what is due.</summary>
    /// <returns>More is due than was begun.</returns>
    public bool Run(Registrations registrations, long now)
    {
        for (var i = 0; i < AtOnce; i++)
        {
            if (!TryTakeDue(now, out var intended)) return false;
            if (Free() is { } node) registrations.Begin(node, _random.NextDouble() < _phase.HandoverShare, _phase.Deregistration, intended, now);
            else registrations.Meter.NoNodeFree++;
        }
        return true;
    }

    private bool TryTakeDue(long now, out long intended)
    {
        intended = _next;
        if (_left == 0 || _next > now) return false;
        if (!_phase.Registration && _next - _start > LoadClock.Of(_phase.Duration))
        {
            Offered = LoadClock.Of(_phase.Duration);
            _left = 0;
            return false;
        }
        Offered = _next - _start;
        _next = _start + _clock.Next();
        _left--;
        return true;
    }

    private SimulatedNode? Free()
    {
        for (var i = 0; i < Tries; i++)
        {
            var node = _order[_cursor];
            _cursor = _cursor + 1 == _order.Length ? 0 : _cursor + 1;
            if (!node.Outstanding) return node;
        }
        return null;
    }
}
