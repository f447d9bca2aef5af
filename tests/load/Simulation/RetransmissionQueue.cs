namespace DsMip.Load;

/// <summary>When unanswered updates are sent again (RFC 6275 11.8, 12): after 1 s, the first registration after 1.5 s, then after twice the time, at most 32 s. Pure.</summary>
internal sealed class RetransmissionQueue
{
    public const long Initial = 1_000_000_000;
    public const long InitialOfFirstRegistration = 1_500_000_000;
    public const long Maximum = 32_000_000_000;
    private readonly PriorityQueue<(SimulatedNode Node, int Operation), long> _queue = new();

    /// <param name="attempts">Sent so often already, 1 to 255.</param>
    /// <param name="now">Nanoseconds.</param>
    public void Add(SimulatedNode node, int attempts, bool first, long now) =>
        _queue.Enqueue((node, node.Operation), now + Delay(attempts, first));

    /// <summary>A node whose update is still unanswered and due to be sent again.</summary>
    public bool TryTake(long now, out SimulatedNode? node)
    {
        node = null;
        while (_queue.TryPeek(out var entry, out var due) && due <= now)
        {
            _queue.Dequeue();
            if (!entry.Node.Outstanding || entry.Node.Operation != entry.Operation) continue;
            node = entry.Node;
            return true;
        }
        return false;
    }

    internal static long Delay(int attempts, bool first)
    {
        var delay = first ? InitialOfFirstRegistration : Initial;
        for (var i = 1; i < attempts && delay < Maximum; i++) delay *= 2;
        return Math.Min(delay, Maximum);
    }
}
