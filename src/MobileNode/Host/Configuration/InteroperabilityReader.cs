using DsMip.Configuration;
using DsMip.MobileNode.Core;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Configuration;

/// <summary>The section <c>Interoperability</c>.</summary>
internal static class InteroperabilityReader
{
    /// <exception cref="ConfigurationException">A value is wrong.</exception>
    public static InteroperabilityOptions Read(SettingsReader section) => new()
    {
        AcknowledgementOfType29 = section.Number(
            "Ipv4AddressAcknowledgementType", Ipv4AddressAcknowledgementOption.OptionType, Ipv4HomeAddressOption.OptionType, Ipv4AddressAcknowledgementOption.OptionType)
            == Ipv4HomeAddressOption.OptionType,
        NatDetectionOption = section.Choice("NatDetectionOption", NatDetectionReading.AsItSays),
        HomeAddressOptionOverIpv4 = section.Flag("HomeAddressOptionOverIpv4", false),
        AlternateCareOfAddressOverIpv4 = section.Flag("AlternateCareOfAddressOverIpv4", false),
    };
}
