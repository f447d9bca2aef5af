namespace DsMip.IPsec;

/// <summary>
/// The anti-replay window (RFC 4303 3.4.3) over full sequence numbers: a bitmap of the numbers in (Highest - Size, Highest], each at the bit
/// of its remainder, so that moving the window only clears the numbers it newly covers.
/// </summary>
public sealed class AntiReplayWindow
{
    public const int MinimumSize = 64;
    public const int MaximumSize = 1024;

    private readonly ulong[] _seen;

    /// <param name="size">Numbers covered: a multiple of 64, from 64 to 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another size.</exception>
    public AntiReplayWindow(int size = MinimumSize)
    {
        if (size is < MinimumSize or > MaximumSize || size % 64 != 0)
            throw new ArgumentOutOfRangeException(nameof(size), size, "a multiple of 64 from 64 to 1024 is needed");
        Size = size;
        _seen = new ulong[size / 64];
    }

    public int Size { get; }

    /// <summary>The highest number accepted; 0 before the first.</summary>
    public ulong Highest { get; private set; }

    /// <summary>True if the number is neither left of the window nor seen. 0 is never sent, so never fresh.</summary>
    public bool IsFresh(ulong sequence)
    {
        if (sequence > Highest) return true;
        if (sequence == 0 || Highest - sequence >= (ulong)Size) return false;
        return (Word(sequence) & Bit(sequence)) == 0;
    }

    /// <summary>Marks a fresh number as seen; only after its packet proved authentic.</summary>
    public void Accept(ulong sequence)
    {
        if (sequence > Highest) Advance(sequence);
        Word(sequence) |= Bit(sequence);
    }

    /// <summary>Makes every number up to <paramref name="highest"/> a replay: what was seen below it is not known any more.</summary>
    public void RestoreHighest(ulong highest)
    {
        Highest = highest;
        Array.Fill(_seen, ulong.MaxValue);
    }

    /// <summary>The 64-bit number whose low half came on the wire (RFC 4303 appendix A2.2); false if it would be below 0 or past 2^64.</summary>
    public bool TryInfer(uint low, out ulong sequence)
    {
        var top = (uint)Highest;
        var epoch = Highest >> 32;
        var bottom = unchecked(top - (uint)Size + 1);
        sequence = 0;
        if (top >= Size - 1)
        {
            if (low < bottom && ++epoch > uint.MaxValue) return false;
        }
        else if (low >= bottom)
        {
            if (epoch-- == 0) return false;
        }

        sequence = epoch << 32 | low;
        return true;
    }

    private void Advance(ulong sequence)
    {
        if (sequence - Highest >= (ulong)Size)
        {
            Array.Clear(_seen);
        }
        else
        {
            for (var s = Highest + 1; s <= sequence; s++) Word(s) &= ~Bit(s);
        }

        Highest = sequence;
    }

    private ref ulong Word(ulong sequence) => ref _seen[sequence % (ulong)Size / 64];

    private static ulong Bit(ulong sequence) => 1UL << (int)(sequence % 64);
}
