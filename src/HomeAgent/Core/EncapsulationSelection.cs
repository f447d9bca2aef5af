using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>The encapsulation of payload (RFC 5555 4.2, 4.5): IPv6 for an IPv6 care-of address; else IPv4, with UDP if there is a NAT or somebody wants it.</summary>
internal static class EncapsulationSelection
{
    public static Encapsulation Choose(BindingRequest request)
    {
        if (!CareOfAddressSelection.OverIpv4(request)) return Encapsulation.Ipv6;
        return NatDetection.IsNatInPath(request) || request.Policy.ForceUdp || IsRequestHonoured(request) ? Encapsulation.UdpIpv4 : Encapsulation.Ipv4;
    }

    /// <summary>
    /// The F flag cannot be honoured: status 144 (RFC 5555 4.5). We have no UDP over IPv6. Where UDP is used anyhow there is nothing to refuse.
    /// </summary>
    public static bool MustRefuseForcedUdp(BindingRequest request) =>
        request.Has(BindingUpdateFlags.ForceUdpEncapsulation) && Choose(request) != Encapsulation.UdpIpv4;

    private static bool IsRequestHonoured(BindingRequest request) =>
        request.Policy.AllowUdpRequest && request.Has(BindingUpdateFlags.ForceUdpEncapsulation);
}
