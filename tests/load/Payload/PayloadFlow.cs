namespace DsMip.Load;

/// <summary>The payload of one mobile node.</summary>
internal sealed class PayloadFlow(SimulatedNode node)
{
    /// <summary>No packet waits longer than that in the queues between the correspondent node and here; 3 s, nanoseconds.</summary>
    public const long LongestQueue = 3_000_000_000;

    public readonly SimulatedNode Node = node;
    public readonly NumberWindow Downlink = new();

    public ulong Sent;

    /// <summary>What the correspondent node said last about the way up.</summary>
    public PayloadPacket Reported;

    /// <summary>When it got something last, or sent for the first time in this phase; 0: neither. Nanoseconds.</summary>
    public long LastHeard;

    public long LongestSilence;

    /// <summary>
    /// May it come here? That depends on where the node was when it was sent, and nobody knows exactly how long it has waited on the way: not before the node
    /// sent what its sender had got by then, and not longer ago than queues hold anything.
    /// </summary>
    public bool Belongs(in PayloadPacket packet, in Attachment at, long now) => Node.IsAt(at, Math.Max(packet.Clock, now - LongestQueue));

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
