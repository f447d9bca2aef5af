using System.Collections.Immutable;
using DsMip.HomeAgent.Core.Names;
using DsMip.HomeAgent.Core.Switching;
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
        var ipv4 = Ipv4HomeAddressRegistration.Process(request);
        var status = Refusal(request, ipv4.Prefixes);
        return status == BindingStatus.Accepted ? Accept(request, careOf, ipv4) : Refuse(request, status);
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

    private static BindingStatus Refusal(BindingRequest request, ImmutableArray<Ipv4Prefix> prefixes)
    {
        if (!request.Policy.IsHomeAgent) return BindingStatus.HomeRegistrationNotSupported;
        if (!request.Policy.HomePrefix.Contains(request.HomeAddress) || IsPrefixInvalid(request)) return BindingStatus.NotHomeSubnet;
        if (!request.Policy.Provisioned) return BindingStatus.NotHomeAgentForThisMobileNode;
        // RFC 5846 7: what crosses the revocation, or was sent before the mobile node knew of it.
        if (request.Entry is { Revocation: { IsFinal: true, Ipv4Only: false } }) return BindingStatus.AdministrativelyProhibited;
        if (MobileNetworkPrefixRegistration.Check(request, prefixes) is var networks && networks != BindingStatus.Accepted) return networks;
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

    private static BindingDecision Accept(BindingRequest request, IpAddress careOf, in Ipv4HomeAddressRegistration.Result ipv4)
    {
        var lifetime = Lifetime(request);
        var entry = new BindingCacheEntry(
            request.HomeAddress, careOf, request.Ingress, EncapsulationSelection.Choose(request), NatDetection.IsNatInPath(request),
            request.Update.Flags, request.Update.Sequence, lifetime, request.Now + lifetime.ToTimeSpan(), ipv4.Binding,
            Networks: MobileNetworkPrefixRegistration.Networks(request, ipv4.Prefixes), Ipv4PrefixLeased: ipv4.Prefixes.Length > 0 && request.Policy.Ipv4PrefixLeased)
        {
            Switch = BindingSwitch.InProgress(request.Binding),
        };
        return new BindingDecision(entry, Changed: true, Acknowledgement.Accepting(request, lifetime, ipv4.Answers, HasToDiscover(request, lifetime)))
        {
            NameUpdate = NameRegistration.Open(request),
        };
    }

    /// <summary>10.3.1, 10.6.4: never longer than the prefix is valid. RFC 5142 5.3: nor than the mobile node was given to find another home agent.</summary>
    private static BindingLifetime Lifetime(BindingRequest request)
    {
        var asked = BindingLifetime.Min(request.Update.Lifetime, request.Policy.MaximumLifetime);
        var lifetime = BindingSwitch.Limited(asked, request.Binding, request.Now);
        return request.Policy.Prefix is { } prefix ? BindingLifetime.Min(lifetime, BindingLifetime.From(prefix.ValidFor(request.Now))) : lifetime;
    }

    private static bool IsPrefixInvalid(BindingRequest request) =>
        request.Policy.Prefix is { } prefix && BindingLifetime.From(prefix.ValidFor(request.Now)).IsZero;

    /// <summary>10.3.1: the prefix is deprecated, will be before the binding ends, or becomes invalid with it; compared in units of 4 s.</summary>
    private static bool HasToDiscover(BindingRequest request, BindingLifetime lifetime)
    {
        if (request.Policy.Prefix is not { } prefix) return false;
        var (valid, preferred) = (prefix.ValidFor(request.Now), prefix.PreferredFor(request.Now));
        return BindingLifetime.From(preferred) < lifetime || (valid != TimeSpan.MaxValue && BindingLifetime.From(valid) == lifetime);
    }
}
