using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>
/// The home agent's decision on an authenticated Binding Update (RFC 6275 9.5.1, 10.3; RFC 5555 4.5; RFC 3963 6.2).
/// The order of the tests is that of the RFCs, because it decides which status a Binding Update with several faults gets.
/// </summary>
public static class BindingUpdateProcessing
{
    /// <param name="entry">What is cached for <paramref name="homeAddress"/>; an expired entry counts as none.</param>
    /// <param name="ingress">How the Binding Update reached us, as recorded before IPsec.</param>
    /// <param name="homeAddress">The home address that the security association of the Binding Update belongs to.</param>
    public static BindingDecision Process(
        BindingCacheEntry? entry, BindingUpdate bu, Ingress ingress, Ipv6Address homeAddress, HomePolicy policy, DateTimeOffset now)
    {
        var request = new BindingRequest(entry, bu, ingress, homeAddress, policy, now);

        if (BindingUpdateValidation.Fault(request) is var fault && fault != DropReason.None) return request.Discard(fault);
        if (!SequenceNumberCheck.Passes(request)) return SequenceNumberCheck.Refuse(request);
        if (!RegistrationTypeCheck.Passes(request, out var answer)) return answer;

        var careOf = CareOfAddressSelection.Select(request);
        return Deregistration.IsRequested(request, careOf)
            ? Deregistration.Process(request)
            : PrimaryCareOfAddressRegistration.Process(request, careOf);
    }
}
