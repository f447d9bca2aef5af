using DsMip.Configuration;
using DsMip.HomeAgent.Core;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Options;

/// <summary>The section <c>Interoperability</c>.</summary>
internal static class InteroperabilityReader
{
    /// <exception cref="ConfigurationException">A value is wrong.</exception>
    public static InteroperabilityOptions Read(SettingsReader section) => new()
    {
        Ipv4AddressAcknowledgementType = (byte)section.Number(
            "Ipv4AddressAcknowledgementType", Ipv4AddressAcknowledgementOption.OptionType, Ipv4HomeAddressOption.OptionType, Ipv4AddressAcknowledgementOption.OptionType),
        NatDetectionOption = section.Choice("NatDetectionOption", NatDetectionPresence.Always),
        RoutingHeaderOverIpv4 = section.Choice("RoutingHeaderOverIpv4", RoutingHeaderOverIpv4.Mirror),
        RequireAlternateCareOfAddress = section.Flag("RequireAlternateCareOfAddress", false),
        PayloadRebinding = section.Choice("PayloadRebinding", PayloadRebinding.Port),
    };
}
