using DsMip.Tunnel;

namespace DsMip.MobileNode.Protection;

/// <summary>
/// The NAT's mapping of UDP port 4500, by which protected payload comes in IPv4 networks (RFC 5555 5). The home agent learns it from a sealed packet
/// and from nothing else, so that one is sent before any payload is, and again until something comes by it: an echo request to the home agent.
/// Keepalives hold the mapping open (RFC 3948 4); now and then an echo request takes the place of one, because a NAT may have forgotten it all the same.
/// </summary>
/// <param name="sendEcho">An echo request, which IPsec seals.</param>
/// <param name="sendKeepalive">One byte that nobody seals.</param>
/// <param name="received">How many packets of payload have come so far.</param>
internal sealed class PayloadMapping(Action sendEcho, Action sendKeepalive, Func<long> received)
{
    /// <summary>RFC 3948 4: the default.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    // The caller looks this often, at least.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);
    private const int FirstEchoes = 3;

    /// <summary>One in so many keepalives is an echo.</summary>
    private const int EchoAmongKeepalives = 3;

    private BidirectionalTunnel? _tunnel;
    private DateTimeOffset? _last;
    private long _receivedBefore;
    private int _echoes, _keepalives;

    public void SetTunnel(BidirectionalTunnel? tunnel)
    {
        if (tunnel == _tunnel) return;
        (_tunnel, _last, _echoes, _keepalives, _receivedBefore) = (tunnel, null, 0, 0, received());
        if (IsNeeded) Echo();
    }

    /// <summary>To be called every few seconds.</summary>
    public void Look(DateTimeOffset now)
    {
        if (!IsNeeded) return;
        var isLearnt = received() != _receivedBefore;
        if (now - (_last ??= now) < (isLearnt ? Interval - Slack : _echoes < FirstEchoes ? FirstInterval : Slack)) return;
        _last = now;
        if (isLearnt && ++_keepalives % EchoAmongKeepalives != 0) sendKeepalive();
        else Echo();
    }

    private bool IsNeeded => _tunnel is { Remote.IsIpv4: true };

    private void Echo()
    {
        _echoes++;
        sendEcho();
    }
}
