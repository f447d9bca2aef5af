using System.Collections.Concurrent;
using DsMip.HomeAgent.Actors;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native.Claims;

/// <summary>
/// Which ESP numbers the kernel of this edge was given, by home address. The kernel counts on without asking; what it has sealed under another number does not
/// leave. Thread-safe.
/// </summary>
internal sealed class NumberGrants
{
    /// <summary>Home addresses whose mobile nodes wait; more than that are found soon enough.</summary>
    private const int MostDemands = 1024;

    private readonly ConcurrentDictionary<Ipv6Address, Grant> _held = new();
    private readonly ConcurrentDictionary<Ipv6Address, bool> _demanded = new();

    public IEnumerable<Ipv6Address> Homes => _held.Keys;

    public bool Holds(Ipv6Address home) => _held.ContainsKey(home);

    /// <summary>0: none.</summary>
    public ulong ClaimOf(Ipv6Address home) => _held.TryGetValue(home, out var grant) ? grant.Claim : 0;

    /// <summary>To be called when the kernel counts from there.</summary>
    public void Take(NumbersClaimed claimed)
    {
        _demanded.TryRemove(claimed.HomeAddress, out _);
        _held[claimed.HomeAddress] = new Grant(claimed.Claim, claimed.OutboundUsed, claimed.OutboundThrough);
    }

    /// <summary>An answer has come with more.</summary>
    public void Extend(Ipv6Address home, OutboundGrant more)
    {
        while (_held.TryGetValue(home, out var grant) && grant.Claim == more.Claim && grant.Through < more.Through)
            if (_held.TryUpdate(home, grant with { Through = more.Through }, grant)) return;
    }

    /// <summary>A sealed packet, out of the kernel: is its number one of ours?</summary>
    /// <param name="number">The lower half of it, as it is in the packet.</param>
    public bool MayLeave(Ipv6Address home, uint number) =>
        _held.TryGetValue(home, out var grant) && number - (uint)grant.Used - 1 < grant.Through - grant.Used;

    /// <summary>Somebody else has claimed since, unless we have done so once more.</summary>
    public void Lose(Ipv6Address home, ulong claim)
    {
        if (_held.TryGetValue(home, out var grant) && grant.Claim == claim) _held.TryRemove(KeyValuePair.Create(home, grant));
    }

    public void GiveBack(Ipv6Address home) => _held.TryRemove(home, out _);

    /// <summary>A frame is there for it, and its numbers are not.</summary>
    public void Demand(Ipv6Address home)
    {
        if (_demanded.Count < MostDemands) _demanded[home] = true;
    }

    public IReadOnlyCollection<Ipv6Address> TakeDemands()
    {
        List<Ipv6Address> taken = [.. _demanded.Keys];
        foreach (var home in taken) _demanded.TryRemove(home, out _);
        return taken;
    }

    private sealed record Grant(ulong Claim, ulong Used, ulong Through);
}
