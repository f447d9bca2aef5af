namespace DsMip.HomeAgent.Core.Revocation;

/// <summary>The variables of RFC 5846 11.</summary>
/// <param name="MaxRetries">BRIMaxRetriesNumber: how often an indication is repeated.</param>
/// <param name="InitialDelay">InitMINDelayBRIs: wait for the answer to the first one; 0.5 s at least.</param>
/// <param name="MaximumDelay">MAX_BRACK_TIMEOUT: the wait doubles up to here.</param>
public sealed record RevocationTiming(int MaxRetries, TimeSpan InitialDelay, TimeSpan MaximumDelay)
{
    public static readonly RevocationTiming Default = new(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

    /// <summary>From the first indication until the binding is removed without an answer.</summary>
    public TimeSpan Total
    {
        get
        {
            var total = TimeSpan.Zero;
            for (var sent = 0; sent <= MaxRetries; sent++) total += DelayAfter(sent);
            return total;
        }
    }

    /// <summary>How long the answer is waited for.</summary>
    /// <param name="retries">Repetitions so far.</param>
    public TimeSpan DelayAfter(int retries)
    {
        var delay = InitialDelay;
        for (var i = 0; i < retries && delay < MaximumDelay; i++) delay *= 2;
        return delay < MaximumDelay ? delay : MaximumDelay;
    }
}
