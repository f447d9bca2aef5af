using DsMip.Tunnel;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>Between entity and the edge at the home link. Readers throw <see cref="InvalidDataException"/>.</summary>
internal static class HomeLinkMapping
{
    public static Messages.ProbeAddress ToMessage(ProbeAddress probe) =>
        new() { HomeAddress = Fields.ToBytes(probe.Home.Ipv6), CoversLinkLocal = probe.Home.CoversLinkLocal };

    public static ProbeAddress FromMessage(Messages.ProbeAddress message) =>
        new(new HomeAddresses(Fields.ToAddress(message.HomeAddress), default) { CoversLinkLocal = message.CoversLinkLocal });

    public static Messages.AddressProbed ToMessage(AddressProbed probed) =>
        new() { HomeAddress = Fields.ToBytes(probed.HomeAddress), IsUnique = probed.IsUnique };

    public static AddressProbed FromMessage(Messages.AddressProbed message) => new(Fields.ToAddress(message.HomeAddress), message.IsUnique);
}
