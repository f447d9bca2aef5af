namespace DsMip.MobileNode.Core.Discovery;

/// <summary>
/// When to search again for a home agent that we could turn to (RFC 5142 6.1): less and less often, from INITIAL_DHAAD_TIMEOUT to MAX_BINDACK_TIMEOUT, for as long as the one
/// that is to be left serves us. Pure.
/// </summary>
public sealed class TurnSearch(DateTimeOffset now, TimeSpan patience)
{
    private readonly DateTimeOffset _end = now + patience;
    private TimeSpan _pause = HomeAgentAddressDiscovery.InitialTimeout;

    /// <summary>A search has found nobody else.</summary>
    /// <returns>How long to wait before the next one, which comes at the end at the latest; null: there is no time left.</returns>
    public TimeSpan? Failed(DateTimeOffset now)
    {
        if (now >= _end) return null;
        var pause = _pause < _end - now ? _pause : _end - now;
        _pause = _pause * 2 < Retransmission.MaximumTimeout ? _pause * 2 : Retransmission.MaximumTimeout;
        return pause;
    }
}
