using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// When the bindings of this node end, to the second, in one structure: a timer per binding would cost more than the binding. Covers the
/// longest lifetime that RFC 6275 can express. Thread-safe.
/// </summary>
public sealed class LifetimeWheel
{
    // 65,535 units of 4 s are 262,140 s.
    private const int Seconds = 1 << 18;
    private const int None = -1;

    private readonly Lock _gate = new();
    private readonly int[] _heads = new int[Seconds];
    private readonly Dictionary<Ipv6Address, int> _slotOf = [];
    private Slot[] _slots = new Slot[64];
    private int _free = None;
    private int _used;
    private int _inForce;
    private long _now;

    public LifetimeWheel(DateTimeOffset now)
    {
        Array.Fill(_heads, None);
        _now = now.ToUnixTimeSeconds();
    }

    /// <summary>Bindings in force; entries that only remember a deregistration are not counted.</summary>
    public int Count
    {
        get { lock (_gate) return _inForce; }
    }

    /// <summary>Replaces what was set for this home address before.</summary>
    public void Set(Ipv6Address home, DateTimeOffset expires, bool inForce)
    {
        lock (_gate)
        {
            // Rounded up: when the second comes, the time is past.
            var second = Math.Clamp(expires.AddTicks(TimeSpan.TicksPerSecond - 1).ToUnixTimeSeconds(), _now + 1, _now + Seconds - 1);
            RemoveLocked(home);
            var index = Allocate();
            _slotOf[home] = index;
            ref var head = ref _heads[second % Seconds];
            _slots[index] = new Slot(home, inForce, head, None, (int)(second % Seconds));
            if (head != None) _slots[head].Previous = index;
            head = index;
            if (inForce) _inForce++;
        }
    }

    public void Remove(Ipv6Address home)
    {
        lock (_gate) RemoveLocked(home);
    }

    /// <summary>Adds all home addresses that are set.</summary>
    public void CopyTo(List<Ipv6Address> homes)
    {
        lock (_gate) homes.AddRange(_slotOf.Keys);
    }

    /// <summary>Takes out everything that ended up to now.</summary>
    public void Advance(DateTimeOffset now, List<Ipv6Address> ended)
    {
        lock (_gate)
        {
            var until = Math.Min(now.ToUnixTimeSeconds(), _now + Seconds);
            for (; _now < until; _now++)
            {
                ref var head = ref _heads[(_now + 1) % Seconds];
                while (head != None)
                {
                    ended.Add(_slots[head].Home);
                    RemoveLocked(_slots[head].Home);
                }
            }
        }
    }

    private void RemoveLocked(Ipv6Address home)
    {
        if (!_slotOf.Remove(home, out var index)) return;
        ref var slot = ref _slots[index];
        if (slot.Previous == None) _heads[slot.Second] = slot.Next;
        else _slots[slot.Previous].Next = slot.Next;
        if (slot.Next != None) _slots[slot.Next].Previous = slot.Previous;
        if (slot.InForce) _inForce--;
        slot = new Slot(default, false, _free, None, 0);
        _free = index;
    }

    private int Allocate()
    {
        if (_free == None)
        {
            if (_used == _slots.Length) Array.Resize(ref _slots, _used * 2);
            return _used++;
        }
        var index = _free;
        _free = _slots[index].Next;
        return index;
    }

    private record struct Slot(Ipv6Address Home, bool InForce, int Next, int Previous, int Second);
}
