namespace DsMip.IPsec;

/// <summary>
/// The sequence numbers of an outbound SA (RFC 4303 3.3.3): each is given out once, none past the limit of the SA, and none past the block
/// that its owner has made durable, so that a restart that begins after the block repeats none.
/// </summary>
public sealed class SequenceCounter(bool extended)
{
    private readonly ulong _limit = extended ? ulong.MaxValue - 1 : uint.MaxValue;
    private ulong _reservedThrough = ulong.MaxValue;

    /// <summary>The number the next packet gets; the first is 1.</summary>
    public ulong Next { get; private set; } = 1;

    /// <summary>The last number that may be used; all of them by default. May be raised and lowered at any time.</summary>
    public ulong ReservedThrough
    {
        get => Math.Min(_reservedThrough, _limit);
        set => _reservedThrough = value;
    }

    /// <summary>Numbers left in the reserved block.</summary>
    public ulong Remaining => Next > ReservedThrough ? 0 : ReservedThrough - Next + 1;

    /// <summary>Goes on from a stored number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is lower than <see cref="Next"/>: some would be used twice.</exception>
    public void ResumeAt(ulong next)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(next, Next);
        Next = next;
    }

    public bool TryTake(out ulong sequence)
    {
        sequence = Next;
        if (sequence > ReservedThrough) return false;
        Next++;
        return true;
    }
}
