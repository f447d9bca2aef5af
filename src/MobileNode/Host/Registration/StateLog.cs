using DsMip.MobileNode.Core;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Registration;

/// <summary>One line for each change of state, and none in between.</summary>
internal sealed class StateLog(ILogger logger)
{
    private (RegistrationState State, Wire.IpAddress? CareOf, Tunnel.BidirectionalTunnel? Tunnel) _last;

    public void Look(RegistrationStatus status)
    {
        var seen = (status.State, status.CareOfAddress, status.Tunnel);
        if (seen == _last) return;
        _last = seen;
        logger.LogInformation("{Line}", Describe(status));
    }

    private static string Describe(RegistrationStatus status) => status.State switch
    {
        RegistrationState.NoNetwork => "no network",
        RegistrationState.Home => "at home",
        RegistrationState.Deregistering => "at home, deregistering",
        RegistrationState.Revoked => $"revoked by the home agent; the care-of address is {status.CareOfAddress}",
        RegistrationState.Registering when status.Tunnel is { } old => $"registering {status.CareOfAddress}; payload still by {old.Local}",
        RegistrationState.Registering => $"registering {status.CareOfAddress}",
        _ => FormattableString.Invariant(
            $"registered {status.CareOfAddress} by {status.Tunnel?.Encapsulation}{(status.NatDetected ? " through a NAT" : "")} for {status.Lifetime.ToTimeSpan().TotalSeconds} s, acknowledged after {status.BindingUpdateToAcknowledgement?.TotalMilliseconds:F1} ms"),
    };
}
