using System.Collections.Immutable;
using DsMip.HomeAgent.Core.Names;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>
/// Builds Binding Acknowledgements (RFC 6275 10.3.1, RFC 5555 4.5). Never with Binding Refresh Advice, since our entries are in nonvolatile
/// storage. With R if mobile network prefixes are forwarded (RFC 3963 6.6), which a deregistration ends. With K if it was asked for and keys are
/// negotiated: that is done between home address and home agent address, which never move.
/// </summary>
internal static class Acknowledgement
{
    public static BindingAcknowledgement Accepting(
        BindingRequest request, BindingLifetime granted, ImmutableArray<Ipv4AddressAcknowledgementOption> ipv4, bool prefixDiscovery = false) =>
        new(prefixDiscovery ? BindingStatus.AcceptedPrefixDiscoveryNecessary : BindingStatus.Accepted, Flags(request, granted), request.Update.Sequence, granted, WithName(request, Options(request, ipv4)));

    public static BindingAcknowledgement Refusing(BindingRequest request, BindingStatus status) =>
        new(status, BindingAcknowledgementFlags.None, request.Update.Sequence, BindingLifetime.Zero, Options(request, []));

    private static BindingAcknowledgementFlags Flags(BindingRequest request, BindingLifetime granted)
    {
        var flags = BindingAcknowledgementFlags.None;
        if (request.Policy.KeyManagementMobility && request.Has(BindingUpdateFlags.KeyManagementMobilityCapability))
            flags |= BindingAcknowledgementFlags.KeyManagementMobilityCapability;
        return request.Has(BindingUpdateFlags.MobileRouter) && !granted.IsZero ? flags | BindingAcknowledgementFlags.MobileRouter : flags;
    }

    private static MobilityOptions WithName(BindingRequest request, MobilityOptions options) =>
        NameRegistration.Answer(request) is { } name ? options.With(name) : options;

    private static MobilityOptions Options(BindingRequest request, ImmutableArray<Ipv4AddressAcknowledgementOption> ipv4)
    {
        var options = MobilityOptions.None;
        foreach (var option in ipv4) options = options.With(option with { Number = request.Policy.Interoperability.Ipv4AddressAcknowledgementType });
        return NatDetection.Option(request) is { } nat ? options.With(nat) : options;
    }
}
