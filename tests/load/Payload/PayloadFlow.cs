namespace DsMip.Load;

/// <summary>The payload of one mobile node.</summary>
internal sealed class PayloadFlow(SimulatedNode node)
{
    public readonly SimulatedNode Node = node;
    public readonly NumberWindow Downlink = new();

    public ulong Sent;

    /// <summary>What the correspondent node said last about the way up.</summary>
    public PayloadPacket Reported;

    /// <summary>When it got something last, or sent for the first time in this phase; 0: neither. Nanoseconds.</summary>
    public long LastHeard;

    public long LongestSilence;

    public void Heard(long now)
    {
        NoteSilence(now);
        LastHeard = now;
    }

    /// <summary>Also a silence that lasts counts.</summary>
    public void NoteSilence(long now)
    {
        if (LastHeard != 0) LongestSilence = Math.Max(LongestSilence, now - LastHeard);
    }
}
