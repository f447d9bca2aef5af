using DsMip.Wire;

namespace DsMip.HomeAgent.Core.Switching;

/// <summary>
/// Who may send a Home Agent Switch message next: one after the other, in the order in which they have asked, and not more in a second than other home agents bear
/// (RFC 5142 7). Pure.
/// </summary>
/// <param name="interval">Between two of them.</param>
/// <param name="now">The first one comes an interval later: nobody knows what was sent before.</param>
public sealed class SwitchPace<TWho>(TimeSpan interval, DateTimeOffset now)
{
    private readonly Queue<Ipv6Address> _order = [];
    private readonly Dictionary<Ipv6Address, TWho> _waiting = [];
    private DateTimeOffset _next = now + interval;

    public int Count => _order.Count;

    /// <summary>When to call <see cref="TryTake"/>; null: nobody waits.</summary>
    public DateTimeOffset? Due => _order.Count == 0 ? null : _next;

    /// <summary>Who waits already keeps his place.</summary>
    public void Ask(Ipv6Address home, TWho who)
    {
        if (_waiting.TryAdd(home, who)) _order.Enqueue(home);
        else _waiting[home] = who;
    }

    /// <summary>True: he may send one message now.</summary>
    public bool TryTake(DateTimeOffset now, out TWho? who)
    {
        who = default;
        if (_next > now || !_order.TryDequeue(out var home)) return false;
        _next = now + interval;
        return _waiting.Remove(home, out who);
    }
}

public static class SwitchPace
{
    /// <summary>MAX-HA-SWITCH-TRANSMIT-RATE: so many a second, unless configured otherwise.</summary>
    public const int UsualRate = 1;
}
