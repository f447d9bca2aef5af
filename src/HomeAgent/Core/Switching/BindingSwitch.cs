using DsMip.HomeAgent.Core.Discovery;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Switching;

/// <summary>What it means for a binding that its mobile node is to turn to another home agent (RFC 5142 5). Pure.</summary>
public static class BindingSwitch
{
    /// <summary>More are not named: with ESP and all outer headers the message fits into the least MTU of IPv6.</summary>
    public const int MostNamed = 64;

    /// <summary>There is somebody to be told.</summary>
    public static bool IsPossible(BindingCacheEntry? entry, DateTimeOffset now) => entry is { Deregistered: false } && entry.Expires > now;

    /// <summary>What is in progress; null: nothing, or the mobile node has gone.</summary>
    public static SwitchState? InProgress(BindingCacheEntry? entry) => entry is { Deregistered: false } ? entry.Switch : null;

    /// <summary>5.3: a binding is not prolonged beyond the time that was given; when that is over, a Binding Update that asks for it is refused with 129.</summary>
    public static BindingLifetime Limited(BindingLifetime lifetime, BindingCacheEntry? binding, DateTimeOffset now) =>
        InProgress(binding) is { } state ? BindingLifetime.Min(lifetime, BindingLifetime.From(state.Until - now)) : lifetime;

    /// <summary>5.1: the other home agents, and how much time is left, if any is.</summary>
    /// <param name="entry">In progress.</param>
    /// <param name="others">All home agents that are known beside ourselves.</param>
    /// <param name="own">Never told, whoever names it.</param>
    /// <param name="random">Orders those of equal preference (RFC 6275 10.5.1).</param>
    public static HomeAgentSwitch Message(BindingCacheEntry entry, IEnumerable<KnownHomeAgent> others, Ipv6Address own, Random random, DateTimeOffset now)
    {
        var (addresses, _) = HomeAgentAddresses.InOrder(others, entry.HomeAddresses.IsMobileRouter, random);
        var left = BindingLifetime.From(entry.Switch!.Until - now);
        return new HomeAgentSwitch(
            ValueArray.Create<Ipv6Address>([.. addresses.Where(address => address != own).Take(MostNamed)]),
            left.IsZero ? MobilityOptions.None : MobilityOptions.Of(new BindingRefreshAdviceOption(left)));
    }
}
