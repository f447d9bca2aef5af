namespace DsMip.MobileNode.Core;

/// <summary>Exponential back-off of Binding Updates to one care-of address (RFC 6275 11.8, constants of 12 and 13).</summary>
/// <param name="existingBinding">The home agent has a binding of ours; without one it takes its time for Duplicate Address Detection.</param>
public sealed class Retransmission(bool existingBinding)
{
    /// <summary>InitialBindackTimeoutFirstReg.</summary>
    public static readonly TimeSpan FirstRegistrationTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>INITIAL_BINDACK_TIMEOUT.</summary>
    public static readonly TimeSpan InitialTimeout = TimeSpan.FromSeconds(1);

    /// <summary>MAX_BINDACK_TIMEOUT.</summary>
    public static readonly TimeSpan MaximumTimeout = TimeSpan.FromSeconds(32);

    private TimeSpan _timeout = existingBinding ? InitialTimeout : FirstRegistrationTimeout;

    /// <summary>Binding Updates sent and not acknowledged.</summary>
    public int Tries { get; private set; }

    /// <summary>Counts a try; the time to wait for its answer.</summary>
    public TimeSpan Next()
    {
        Tries++;
        var timeout = _timeout;
        _timeout = TimeSpan.FromTicks(Math.Min(2 * timeout.Ticks, MaximumTimeout.Ticks));
        return timeout;
    }
}
