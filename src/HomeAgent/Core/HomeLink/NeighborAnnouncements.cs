using DsMip.Wire;

namespace DsMip.HomeAgent.Core;

/// <summary>
/// Which addresses are to be announced when: at once, and again, since multicast may be lost (RFC 6275 10.4.1). Paced, so that an edge that takes
/// over a block does not flood the link. Not thread-safe.
/// </summary>
public sealed class NeighborAnnouncements
{
    /// <summary>RetransTimer (RFC 4861 10).</summary>
    public static readonly TimeSpan RetransTimer = TimeSpan.FromSeconds(1);

    /// <summary>At most so many at a time.</summary>
    public const int Burst = 64;

    /// <summary>Between two bursts.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly PriorityQueue<(IpAddress Address, int Round), DateTimeOffset> _due = new();
    private readonly Dictionary<IpAddress, int> _rounds = [];
    private DateTimeOffset _earliest = DateTimeOffset.MinValue;

    /// <summary>When <see cref="Take"/> has something next; null: nothing is to come.</summary>
    public DateTimeOffset? Next => _due.TryPeek(out _, out var due) ? due > _earliest ? due : _earliest : null;

    /// <summary>The address has just become ours; what is left of an earlier announcement of it is replaced.</summary>
    public void Begin(IpAddress address, DateTimeOffset now) => Schedule(address, ProxyNeighbor.MaxNeighborAdvertisement, now);

    /// <summary>Those whose turn it is; to be asked again at <see cref="Next"/>.</summary>
    public IReadOnlyList<IpAddress> Take(DateTimeOffset now)
    {
        var taken = new List<IpAddress>();
        if (now < _earliest) return taken;
        while (taken.Count < Burst && _due.TryPeek(out var one, out var due) && due <= now)
        {
            _due.Dequeue();
            // Replaced by a later announcement of the same address.
            if (!_rounds.TryGetValue(one.Address, out var round) || round != one.Round) continue;
            taken.Add(one.Address);
            if (one.Round > 1) Schedule(one.Address, one.Round - 1, now + RetransTimer);
            else _rounds.Remove(one.Address);
        }
        if (taken.Count == Burst) _earliest = now + Pause;
        return taken;
    }

    private void Schedule(IpAddress address, int round, DateTimeOffset at)
    {
        _rounds[address] = round;
        _due.Enqueue((address, round), at);
    }
}
