using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Discovery;

/// <summary>Whether a home agent is to be given up for another one: because it stays silent for too long, or refuses to be ours (RFC 6275 11.4.1, 11.8).</summary>
/// <param name="patience">How long it may stay silent while we try to register.</param>
public sealed class HomeAgentTrial(TimeSpan patience)
{
    private DateTimeOffset? _silentSince;
    private bool _isRefused;

    /// <summary>It has accepted a registration at some time.</summary>
    public bool WasAccepted { get; private set; }

    /// <summary>When <see cref="IsOver"/> may become true without anything else happening.</summary>
    public DateTimeOffset WakeAt => _silentSince is { } since ? since + patience : DateTimeOffset.MaxValue;

    /// <summary>To be called after whatever may have changed the state. A change of the care-of address is no new trial: what one does not reach, another one may not either.</summary>
    public void Look(RegistrationState state, DateTimeOffset now)
    {
        if (state != RegistrationState.Registering) _silentSince = null;
        else _silentSince ??= now;
    }

    /// <summary>An acknowledgement of this home agent.</summary>
    /// <param name="state">Before it. What is said to a deregistration (RFC 6275 10.3.2: 133, for a binding that is not there) refuses nothing.</param>
    public void Answered(BindingStatus status, RegistrationState state)
    {
        _silentSince = null;
        _isRefused = IsFinal(status) && (state is RegistrationState.Registering or RegistrationState.Registered);
        WasAccepted |= status < BindingStatus.ReasonUnspecified;
    }

    public bool IsOver(DateTimeOffset now) => _isRefused || WakeAt <= now;

    /// <summary>There is no other one: once more.</summary>
    public void Restart() => (_silentSince, _isRefused) = (null, false);

    // The others are about this Binding Update, and have a cure, or about the home address, and would be the same anywhere.
    private static bool IsFinal(BindingStatus status) => status is BindingStatus.ReasonUnspecified or BindingStatus.AdministrativelyProhibited
        or BindingStatus.InsufficientResources or BindingStatus.HomeRegistrationNotSupported or BindingStatus.NotHomeSubnet
        or BindingStatus.NotHomeAgentForThisMobileNode;
}
