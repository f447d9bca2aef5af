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
    public static BindingUpdate Register(OutstandingBindingUpdate update, Ipv4HomeAddressOption? ipv4Home, bool forceUdp, HomeRegistrationSettings settings)
    {
        var careOf = update.Path.Source;
        var options = CareOfAddressOptions(careOf, settings);
        if (ipv4Home is not null) options = options.With(ipv4Home);
        var flags = Flags(settings);
        if (forceUdp && careOf.IsIpv4) flags |= BindingUpdateFlags.ForceUdpEncapsulation;
        return new BindingUpdate(update.Sequence, flags, update.Lifetime, options);
    }

    /// <summary>Removes all bindings: lifetime zero. At home the care-of address is the home address.</summary>
    public static BindingUpdate Deregister(OutstandingBindingUpdate update, HomeRegistrationSettings settings) =>
        new(update.Sequence, Flags(settings), BindingLifetime.Zero, CareOfAddressOptions(update.Path.Source, settings));

    private static BindingUpdateFlags Flags(HomeRegistrationSettings settings) =>
        settings.KeyManagementMobility ? Always | BindingUpdateFlags.KeyManagementMobilityCapability : Always;

    // ESP does not cover the outer header, so the care-of address is repeated inside.
    private static MobilityOptions CareOfAddressOptions(IpAddress careOf, HomeRegistrationSettings settings)
    {
        if (careOf.IsIpv6) return MobilityOptions.Of(new AlternateCareOfAddressOption(careOf.AsIpv6));
        var options = MobilityOptions.Of(new Ipv4CareOfAddressOption(careOf.AsIpv4));
        return settings.Interoperability.AlternateCareOfAddressOverIpv4 ? options.With(new AlternateCareOfAddressOption(careOf.Mapped)) : options;
    }
}
