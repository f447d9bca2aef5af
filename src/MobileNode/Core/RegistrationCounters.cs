namespace DsMip.MobileNode.Core;

/// <summary>What happened since start.</summary>
internal sealed class RegistrationCounters
{
    private BindingUpdatePath? _last;

    public long Retransmissions { get; set; }

    public long Handovers { get; private set; }

    public TimeSpan? BindingUpdateToAcknowledgement { get; private set; }

    public void Accepted(OutstandingBindingUpdate update, DateTimeOffset now)
    {
        BindingUpdateToAcknowledgement = now - update.Sent;
        if (_last is { } last && last != update.Path) Handovers++;
        _last = update.Path;
    }
}
