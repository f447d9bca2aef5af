using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Load;

/// <summary>Compares what was acknowledged with what is held. Pure.</summary>
/// <param name="behindNat">A NAT changed the outer addresses and ports, so that those of the mobile nodes say nothing.</param>
/// <param name="slack">Clocks may differ by so much, and acknowledgements may take so long.</param>
public sealed class BindingCheck(AcknowledgementHistory history, bool behindNat, TimeSpan slack)
{
    /// <summary>Acknowledged, its lifetime not over, and not held.</summary>
    public const string Lost = "lost";

    /// <summary>What is held is older than what was acknowledged.</summary>
    public const string Stale = "stale";

    /// <summary>What is held is newer than anything that was sent.</summary>
    public const string NeverSent = "never sent";

    /// <summary>Another care-of address, outer address or port than the Binding Update of that sequence number had.</summary>
    public const string WrongPlace = "wrong place";

    /// <summary>Without the IPv4 home address or prefix that was acknowledged, or with another one.</summary>
    public const string OtherIpv4 = "other IPv4 address or prefix";

    /// <summary>Ends before the lifetime that was acknowledged.</summary>
    public const string Shortened = "shortened";

    /// <summary>In force, although its end was acknowledged.</summary>
    public const string Resurrected = "resurrected";

    /// <summary>Two bindings in force have one IPv4 home address or prefix.</summary>
    public const string Ipv4Twice = "IPv4 address or prefix twice";

    /// <param name="held">Every binding once.</param>
    /// <param name="now">Bindings whose lifetime ends within the slack from now need not be held any more.</param>
    public void Run(IEnumerable<HeldBinding> held, DateTimeOffset now, Violations violations)
    {
        var byHome = new Dictionary<Ipv6Address, HeldBinding>();
        var byIpv4 = new Dictionary<Ipv4Prefix, Ipv6Address>();
        foreach (var binding in held)
        {
            byHome[binding.HomeAddress] = binding;
            if (!binding.InForce || binding.Expires <= now) continue;
            foreach (var ipv4 in binding.Ipv4)
                if (!byIpv4.TryAdd(ipv4, binding.HomeAddress)) violations.Add(Ipv4Twice, $"{ipv4} of {byIpv4[ipv4]} and {binding.HomeAddress}");
        }
        foreach (var (home, node) in history.Nodes)
            if (Judge(node, byHome.GetValueOrDefault(home), now) is { } judgement) violations.Add(judgement.Kind, $"{home}: {judgement.What}");
    }

    private (string Kind, string What)? Judge(NodeHistory node, HeldBinding? held, DateTimeOffset now)
    {
        if (node.Newest is not { } newest) return null;
        if (held is null || (!held.InForce && held.Sequence == newest.Sequence)) return Absent(node, newest, now);
        if (held.Sequence == newest.Sequence)
            return newest.LifetimeSeconds == 0 ? (Resurrected, $"ended by {newest}, held {Show(held)}") : Compare(newest, held);
        if (!new SequenceNumber(held.Sequence).IsAfter(new SequenceNumber(newest.Sequence))) return (Stale, $"acknowledged {newest}, held {Show(held)}");
        foreach (var sent in node.Sent)
            if (sent.Sequence == held.Sequence) return held.InForce ? Compare(sent, held) : null;
        return (NeverSent, $"acknowledged {newest}, held {Show(held)}");
    }

    private (string Kind, string What)? Absent(NodeHistory node, in AcknowledgementRecord newest, DateTimeOffset now)
    {
        var mayHaveEnded = newest.LifetimeSeconds == 0 || newest.Expires <= now + slack || node.Sent.Any(sent => sent.LifetimeSeconds == 0);
        return mayHaveEnded ? null : (Lost, $"acknowledged {newest}");
    }

    private (string Kind, string What)? Compare(in AcknowledgementRecord known, HeldBinding held)
    {
        var atPlace = held.CareOfAddress == known.CareOfAddress
            && (behindNat || (held.Remote == known.Outer && (held.Port is null || held.Port == known.Port)));
        if (!atPlace) return (WrongPlace, $"sent {known}, held {Show(held)}");
        if (known is { Acknowledged: true, Ipv4: { } ipv4 } && !held.Ipv4.Contains(ipv4)) return (OtherIpv4, $"acknowledged {known}, held {string.Join(' ', held.Ipv4)}");
        return known.Acknowledged && held.Expires < known.Expires - slack ? (Shortened, $"acknowledged {known}, held {Show(held)}") : null;
    }

    private static string Show(HeldBinding held) =>
        $"{held.Sequence} {held.CareOfAddress} {held.Remote} {held.Port} until {held.Expires.ToUnixTimeMilliseconds()}{(held.InForce ? "" : ", ended")}";
}
