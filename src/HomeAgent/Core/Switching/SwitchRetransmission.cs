namespace DsMip.HomeAgent.Core.Switching;

/// <summary>
/// When a Home Agent Switch message is repeated for want of a deregistration (RFC 5142 5.2): without end, slower and slower up to a limit. Pure: the caller asks
/// at <see cref="Due"/>.
/// </summary>
public sealed class SwitchRetransmission(SwitchState state, DateTimeOffset now)
{
    /// <summary>INITIAL-HA-SWITCH-TIMEOUT.</summary>
    public static readonly TimeSpan InitialTimeout = TimeSpan.FromSeconds(5);

    /// <summary>MAX-HA-SWITCH-TIMEOUT.</summary>
    public static readonly TimeSpan MaximumTimeout = TimeSpan.FromSeconds(20);

    private TimeSpan _timeout = InitialTimeout;
    private int _sent;

    public DateTimeOffset Due { get; private set; } = now;

    /// <summary>The next one is not the first.</summary>
    public bool IsRepetition => _sent > 0;

    /// <summary>
    /// The message leaves. A mobile node that was given time may use it: the first repetition waits until half of it is over, but no longer than any other, since
    /// the message may be lost. RFC 5142 5.2 asks for no more than the first timeout.
    /// </summary>
    public void Sent(DateTimeOffset now)
    {
        var half = (state.Until - now) / 2;
        var longest = half < MaximumTimeout ? half : MaximumTimeout;
        var pause = _sent++ == 0 && longest > _timeout ? longest : _timeout;
        _timeout = _timeout * 2 < MaximumTimeout ? _timeout * 2 : MaximumTimeout;
        Due = now + pause;
    }

}
