using System.Numerics;

namespace DsMip.Tunnel;

/// <summary>
/// The frames that are now inside IPsec: how each of them reached us, under a 20-bit tag. Bounded; no clock: when it is full the oldest entry
/// is given up. Safe for concurrent use; allocates nothing.
/// </summary>
/// <remarks>
/// <code>
/// tag:  generation (20 - n bits, never 0) | slot (n bits)
/// </code>
/// The generation grows each time the ring comes round, so a tag whose slot was given to a later frame does not match any more. It comes
/// back after (2^(20-n) - 1) rounds: with the default capacity a stale tag is refused during the next million frames.
/// </remarks>
public sealed class IngressLedger
{
    private readonly Lock _lock = new();
    private readonly Slot[] _slots;
    private readonly int _slotBits;
    private int _next;
    private int _generation = 1;

    /// <param name="capacity">Frames inside IPsec at the same time; 2 to 65,536, rounded up to a power of two.</param>
    public IngressLedger(int capacity = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 65_536);
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _slotBits = BitOperations.Log2((uint)_slots.Length);
    }

    /// <summary>How many frames can be inside IPsec at the same time.</summary>
    public int Capacity => _slots.Length;

    /// <summary>Remembers an ingress.</summary>
    /// <returns>The tag to stamp on the packet, 1 to <see cref="FlowLabelTag.Maximum"/>.</returns>
    public int Record(in Ingress ingress)
    {
        lock (_lock)
        {
            var tag = _generation << _slotBits | _next;
            _slots[_next] = new Slot(tag, ingress);
            if (++_next == _slots.Length) Wrap();
            return tag;
        }
    }

    /// <summary>The ingress recorded under the tag, once: a second call, a stale or a made-up tag answer false.</summary>
    public bool TryTake(int tag, out Ingress ingress)
    {
        lock (_lock)
        {
            ref var slot = ref _slots[tag & (_slots.Length - 1)];
            var found = tag != 0 && slot.Tag == tag;
            ingress = found ? slot.Ingress : default;
            if (found) slot = default;
            return found;
        }
    }

    private void Wrap()
    {
        _next = 0;
        if (++_generation > FlowLabelTag.Maximum >> _slotBits) _generation = 1;
    }

    private readonly record struct Slot(int Tag, Ingress Ingress);
}
