using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Revocation;

/// <summary>One revocation from its first indication to its end (RFC 5846 6.3). Pure: the caller asks at <see cref="Due"/>, and sends if it is told to.</summary>
public sealed class RevocationRetransmission(RevocationState revocation, RevocationTiming timing, DateTimeOffset now)
{
    private int _sent;

    public RevocationState Revocation { get; } = revocation;

    /// <summary>When to ask again.</summary>
    public DateTimeOffset Due { get; private set; } = now;

    /// <summary>The last indication has not been answered in its time: the binding is to be removed.</summary>
    public bool IsUnanswered(DateTimeOffset now) => _sent > timing.MaxRetries && Due <= now;

    /// <summary>It is time to send it, for the first time or again.</summary>
    public bool TrySend(DateTimeOffset now)
    {
        if (_sent > timing.MaxRetries || Due > now) return false;
        Due = now + timing.DelayAfter(_sent++);
        return true;
    }

    /// <summary>One was sent before.</summary>
    public bool IsRepetition => _sent > 1;

    /// <summary>RFC 5846 6.2.2: only an indication that is out is acknowledged.</summary>
    public bool IsAnsweredBy(BindingRevocationAcknowledgement acknowledgement) => _sent > 0 && acknowledgement.Sequence == Revocation.Sequence;
}
