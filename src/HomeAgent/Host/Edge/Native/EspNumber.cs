namespace DsMip.HomeAgent.Edge.Native;

/// <summary>ESP packets carry the low half of a 64-bit sequence number (RFC 4303 2.2.1).</summary>
internal static class EspNumber
{
    private const ulong Round = 1UL << 32;

    /// <summary>The number with this low half that is nearest to the highest one accepted. With 32-bit numbers: the low half itself.</summary>
    public static ulong Whole(uint low, ulong highest)
    {
        var number = highest / Round * Round + low;
        if (number > highest + Round / 2 && number >= Round) return number - Round;
        // The upper half of a number is 0 as long as no round is over.
        return number + Round / 2 < highest ? number + Round : number;
    }
}
