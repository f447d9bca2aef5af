using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native.Claims;

/// <summary>
/// When which numbers are claimed: each claim is a commit, and an edge that takes over has thousands to make. So only some are under way, those whose mobile
/// nodes wait come first, and what is not answered is asked once more. Not thread-safe.
/// </summary>
/// <param name="mostUnderWay">At the same time.</param>
internal sealed class ClaimPlan(int mostUnderWay)
{
    /// <summary>As long as an entity may take to move to another node, and to read its journal.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Dictionary<Ipv6Address, DateTimeOffset> _asked = [];
    private readonly LinkedList<Ipv6Address> _waiting = new();
    private readonly Dictionary<Ipv6Address, LinkedListNode<Ipv6Address>> _places = [];
    private HashSet<Ipv6Address> _wanted = [];

    public bool Wants(Ipv6Address home) => _wanted.Contains(home);

    /// <summary>These home addresses and no others are to be ours.</summary>
    /// <returns>Those that were wanted until now.</returns>
    public IReadOnlyList<Ipv6Address> Want(HashSet<Ipv6Address> homes)
    {
        List<Ipv6Address> left = [.. _wanted.Where(home => !homes.Contains(home))];
        foreach (var home in left) Forget(home);
        _wanted = homes;
        return left;
    }

    /// <summary>Goes through all that are wanted, for what is to be claimed, now and again.</summary>
    /// <param name="holds">Is it ours already?</param>
    /// <param name="demanded">Their mobile nodes wait.</param>
    public void Look(DateTimeOffset now, Func<Ipv6Address, bool> holds, IEnumerable<Ipv6Address> demanded)
    {
        foreach (var home in _asked.Where(one => now - one.Value > Patience).Select(one => one.Key).ToList()) _asked.Remove(home);
        foreach (var home in _wanted)
            if (!_places.ContainsKey(home) && !_asked.ContainsKey(home) && !holds(home)) _places[home] = _waiting.AddLast(home);
        foreach (var home in demanded) Prefer(home);
    }

    /// <summary>What is to be claimed now. As much work as it answers, and not more the more are wanted.</summary>
    /// <param name="holds">Is it ours already?</param>
    public IReadOnlyList<Ipv6Address> Next(DateTimeOffset now, Func<Ipv6Address, bool> holds)
    {
        var next = new List<Ipv6Address>();
        while (_asked.Count < mostUnderWay && _waiting.First is { } first)
        {
            Forget(first.Value);
            if (holds(first.Value)) continue;
            _asked[first.Value] = now;
            next.Add(first.Value);
        }
        return next;
    }

    public void Answered(Ipv6Address home) => Forget(home);

    private void Prefer(Ipv6Address home)
    {
        if (!_places.TryGetValue(home, out var place)) return;
        _waiting.Remove(place);
        _waiting.AddFirst(place);
    }

    private void Forget(Ipv6Address home)
    {
        _asked.Remove(home);
        if (_places.Remove(home, out var place)) _waiting.Remove(place);
    }
}
