namespace DsMip.Load;

/// <summary>Which numbers of a counted stream have come: how many, and how many twice. Those that come more than 1024 behind the highest count as copies. Pure.</summary>
internal sealed class NumberWindow
{
    private const int Size = 1024;
    private readonly ulong[] _seen = new ulong[Size / 64];

    public ulong Highest { get; private set; }
    public ulong Received { get; private set; }
    public ulong Copies { get; private set; }

    /// <summary>Numbers up to the highest that have not come.</summary>
    public ulong Missing => Highest - Received;

    /// <param name="number">From 1.</param>
    public void Add(ulong number)
    {
        if (number > Highest) Advance(number);
        else if (Highest - number >= Size || IsSeen(number))
        {
            Copies++;
            return;
        }
        _seen[number / 64 % (Size / 64)] |= 1UL << (int)(number % 64);
        Received++;
    }

    private bool IsSeen(ulong number) => (_seen[number / 64 % (Size / 64)] >> (int)(number % 64) & 1) != 0;

    private void Advance(ulong number)
    {
        var steps = Math.Min(number - Highest, Size);
        for (ulong i = 0; i < steps; i++)
        {
            var cleared = number - i;
            _seen[cleared / 64 % (Size / 64)] &= ~(1UL << (int)(cleared % 64));
        }
        Highest = number;
    }
}
