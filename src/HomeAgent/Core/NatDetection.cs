using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>RFC 5555 4.2, 4.5: a NAT is in the path when the outer source is not the address of the IPv4 Care-of Address option.</summary>
internal static class NatDetection
{
    public static bool IsNatInPath(BindingRequest request) =>
        CareOfAddressSelection.OverIpv4(request)
        && request.Update.Options.Find<Ipv4CareOfAddressOption>() is { } option
        && request.Ingress.Remote != option.CareOfAddress;

    /// <summary>
    /// The option that goes into every acknowledgement of a Binding Update in UDP (4.2), refusals included; null for others, and where there is no NAT
    /// for mobile nodes that take an option for one. All ones without F
    /// says "no NAT: IP in IP" (3.2.2 against 4.4.2), so F is set wherever UDP is to be used and the refresh time does not show it.
    /// </summary>
    public static NatDetectionOption? Option(BindingRequest request)
    {
        if (request.Ingress.Encapsulation != Encapsulation.UdpIpv4) return null;
        var refresh = IsNatInPath(request) ? RefreshSeconds(request.Policy.NatRefresh) : NatDetectionOption.NoKeepaliveNeeded;
        var udp = EncapsulationSelection.Choose(request) == Encapsulation.UdpIpv4;
        if (!udp && request.Policy.Interoperability.NatDetectionOption == NatDetectionPresence.WhenNeeded) return null;
        return new NatDetectionOption(udp && (request.Policy.ForceUdp || refresh == NatDetectionOption.NoKeepaliveNeeded), refresh);
    }

    // 0 would be ignored by the mobile node and all ones means something else.
    private static uint RefreshSeconds(TimeSpan? refresh) => refresh is { } time
        ? (uint)Math.Clamp(time.Ticks / TimeSpan.TicksPerSecond, 1, NatDetectionOption.NoKeepaliveNeeded - 1)
        : NatDetectionOption.NoKeepaliveNeeded;
}
