using System.Collections.Immutable;
using DsMip.Wire;

namespace DsMip.MobileNode.Core.Discovery;

/// <summary>The stored list of home agents, which are tried one after the other in its order (RFC 6275 11.4.1, 11.8).</summary>
public sealed class HomeAgentsToTry
{
    /// <summary>More are not remembered: a list may be forged.</summary>
    public const int Most = 16;

    private ImmutableArray<HomeAgentCandidate> _all;
    private int _current;

    /// <param name="all">One at least.</param>
    public HomeAgentsToTry(ImmutableArray<HomeAgentCandidate> all)
    {
        ArgumentOutOfRangeException.ThrowIfZero(all.Length);
        _all = all;
    }

    public HomeAgentCandidate Current => _all[_current];

    /// <summary>
    /// How long to wait before the next one is sent anything: InitialBindackTimeoutFirstReg at least; longer after every round in which none has accepted,
    /// up to MAX_BINDACK_TIMEOUT.
    /// </summary>
    public TimeSpan Pause { get; private set; } = Retransmission.FirstRegistrationTimeout;

    /// <summary>The next one of the list; false: all were tried, and it is time to ask for a new list.</summary>
    public bool TryNext()
    {
        if (_current + 1 >= _all.Length) return false;
        _current++;
        return true;
    }

    /// <summary>The current one says which others there are (RFC 5142 6.2). Those with our home prefix come first, since the home address stays; otherwise in its order.</summary>
    /// <returns>Is there another home agent than the current one?</returns>
    public bool TryTurn(ImmutableArray<HomeAgentCandidate> named, Ipv6Prefix homePrefix)
    {
        var others = named.Where(one => one.Address.IsUnicastRoutable && one.Address != Current.Address).DistinctBy(one => one.Address).Take(Most);
        ImmutableArray<HomeAgentCandidate> inOrder = [.. others.OrderByDescending(one => homePrefix.Contains(one.Address))];
        if (inOrder.IsEmpty) return false;
        (_all, _current, Pause) = (inOrder, 0, Retransmission.FirstRegistrationTimeout);
        return true;
    }

    /// <summary>A list that was asked for again. The one that has just failed comes last in it.</summary>
    /// <returns>Is there another home agent than that one?</returns>
    public bool TryRestart(ImmutableArray<HomeAgentCandidate> all)
    {
        var failed = Current;
        var others = all.Where(one => one.Address != failed.Address).ToImmutableArray();
        if (others.IsEmpty) return false;
        (_all, _current) = ([.. others, .. all.Where(one => one.Address == failed.Address)], 0);
        Pause = Pause * 2 < Retransmission.MaximumTimeout ? Pause * 2 : Retransmission.MaximumTimeout;
        return true;
    }

    /// <summary>The current one serves us.</summary>
    public void Accepted() => Pause = Retransmission.FirstRegistrationTimeout;
}
