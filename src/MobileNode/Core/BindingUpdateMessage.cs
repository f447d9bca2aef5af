using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>Contents of the Binding Updates of a home registration (RFC 6275 11.7.1, 11.5.5; RFC 5555 4.4.2).</summary>
public static class BindingUpdateMessage
{
    // L stays clear: the home address lives on a tunnel interface, and no link-local address has its interface identifier.
    private const BindingUpdateFlags Always = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.HomeRegistration;

    /// <summary>Binds the home addresses to the care-of address of <paramref name="update"/>.</summary>
    /// <param name="forceUdp">Flag F; it has no meaning over IPv6 and is left out there.</param>
    /// <param name="keyManagementMobility">Flag K.</param>
    public static BindingUpdate Register(OutstandingBindingUpdate update, Ipv4HomeAddressOption? ipv4Home, bool forceUdp, bool keyManagementMobility = false)
    {
        var careOf = update.Path.Source;
        var options = MobilityOptions.Of(CareOfAddressOption(careOf));
        if (ipv4Home is not null) options = options.With(ipv4Home);
        var flags = Flags(keyManagementMobility);
        if (forceUdp && careOf.IsIpv4) flags |= BindingUpdateFlags.ForceUdpEncapsulation;
        return new BindingUpdate(update.Sequence, flags, update.Lifetime, options);
    }

    /// <summary>Removes all bindings: lifetime zero. At home the care-of address is the home address.</summary>
    public static BindingUpdate Deregister(OutstandingBindingUpdate update, bool keyManagementMobility = false) =>
        new(update.Sequence, Flags(keyManagementMobility), BindingLifetime.Zero, MobilityOptions.Of(CareOfAddressOption(update.Path.Source)));

    private static BindingUpdateFlags Flags(bool keyManagementMobility) =>
        keyManagementMobility ? Always | BindingUpdateFlags.KeyManagementMobilityCapability : Always;

    // ESP does not cover the outer header, so the care-of address is repeated inside.
    private static MobilityOption CareOfAddressOption(IpAddress careOf) =>
        careOf.IsIpv4 ? new Ipv4CareOfAddressOption(careOf.AsIpv4) : new AlternateCareOfAddressOption(careOf.AsIpv6);
}
