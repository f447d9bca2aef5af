using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>RFC 6275 10.3.1 with RFC 5555 4.5: a Binding Update that asks us to tunnel to a care-of address.</summary>
internal static class PrimaryCareOfAddressRegistration
{
    public static BindingDecision Process(BindingRequest request, IpAddress careOf)
    {
        if (Fault(request, careOf) is var fault && fault != DropReason.None) return request.Discard(fault);
        var status = Refusal(request);
        return status == BindingStatus.Accepted ? Accept(request, careOf) : Refuse(request, status);
    }

    private static DropReason Fault(BindingRequest request, IpAddress careOf)
    {
        if (!CareOfAddressSelection.IsUsable(request, careOf)) return DropReason.BadCareOfAddress;

        // RFC 5555 4.4.2: over IPv4 a Binding Update travels in UDP. Without the port there is no way through a NAT.
        if (CareOfAddressSelection.OverIpv4(request) && request.Ingress is not { Encapsulation: Encapsulation.UdpIpv4, RemotePort: not 0 })
            return DropReason.UnexpectedMessage;

        // RFC 6275 10.3.1: a Home Address option must be present. Only a deregistration from home does without.
        return request.Ingress is { Encapsulation: Encapsulation.Native, HomeAddressOption: false }
            ? DropReason.BadHomeAddressOption
            : DropReason.None;
    }

    private static BindingStatus Refusal(BindingRequest request)
    {
        if (!request.Policy.HomePrefix.Contains(request.HomeAddress)) return BindingStatus.NotHomeSubnet;
        if (!request.Policy.Provisioned) return BindingStatus.NotHomeAgentForThisMobileNode;
        if (request.Has(BindingUpdateFlags.MobileRouter)) return BindingStatus.MobileRouterOperationNotPermitted;
        if (EncapsulationSelection.MustRefuseForcedUdp(request)) return BindingStatus.CannotForceUdpEncapsulation;
        if (Lifetime(request).IsZero) return BindingStatus.AdministrativelyProhibited;
        return request.Binding is null ? OfUniqueness(request.Policy.Uniqueness) : BindingStatus.Accepted;
    }

    private static BindingStatus OfUniqueness(HomeAddressUniqueness uniqueness) => uniqueness switch
    {
        HomeAddressUniqueness.Duplicate => BindingStatus.DuplicateAddressDetectionFailed,
        HomeAddressUniqueness.Unknown => BindingStatus.InsufficientResources,
        _ => BindingStatus.Accepted,
    };

    // The Binding Update was valid (9.5.1), so its sequence number counts although the binding stays as it was.
    private static BindingDecision Refuse(BindingRequest request, BindingStatus status)
    {
        var answer = Acknowledgement.Refusing(request, status);
        return request.Entry is { } entry
            ? new BindingDecision(entry with { Sequence = request.Update.Sequence }, Changed: true, answer)
            : new BindingDecision(request.Cached, Changed: false, answer);
    }

    private static BindingDecision Accept(BindingRequest request, IpAddress careOf)
    {
        var ipv4 = Ipv4HomeAddressRegistration.Process(request);
        var lifetime = Lifetime(request);
        var entry = new BindingCacheEntry(
            request.HomeAddress, careOf, request.Ingress, EncapsulationSelection.Choose(request), NatDetection.IsNatInPath(request),
            request.Update.Flags, request.Update.Sequence, lifetime, request.Now + lifetime.ToTimeSpan(), ipv4.Binding,
            Networks: MobileNetworks.Of([], ipv4.Prefixes), Ipv4PrefixLeased: ipv4.Prefixes.Length > 0 && request.Policy.Ipv4PrefixLeased);
        return new BindingDecision(entry, Changed: true, Acknowledgement.Accepting(request, lifetime, ipv4.Answers));
    }

    private static BindingLifetime Lifetime(BindingRequest request) => BindingLifetime.Min(request.Update.Lifetime, request.Policy.MaximumLifetime);
}
