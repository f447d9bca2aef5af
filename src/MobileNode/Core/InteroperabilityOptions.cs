using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>What the mobile node does where the RFCs contradict themselves or each other, for home agents that read them in another way than ours.</summary>
public sealed record InteroperabilityOptions
{
    public static readonly InteroperabilityOptions Default = new();

    /// <summary>In a Binding Acknowledgement an option of type 29 is an IPv4 Address Acknowledgement (RFC 5555 8), as type 30 always is (3.2.1).</summary>
    public bool AcknowledgementOfType29 { get; init; }

    public NatDetectionReading NatDetectionOption { get; init; }

    /// <summary>Binding Updates in UDP have a Home Address option, too (RFC 6275 11.7.1; RFC 5555 4.2 draws none).</summary>
    public bool HomeAddressOptionOverIpv4 { get; init; }

    /// <summary>Binding Updates from an IPv4 care-of address have it in an Alternate Care-of Address option, too, IPv4-mapped (RFC 6275 11.7.1).</summary>
    public bool AlternateCareOfAddressOverIpv4 { get; init; }

    /// <summary>The answers to IPv4 Home Address options.</summary>
    public IEnumerable<Ipv4AddressAcknowledgementOption> Ipv4Acknowledgements(MobilityOptions options) => options.Items.OfType<Ipv4AddressAcknowledgementOption>()
        .Where(option => AcknowledgementOfType29 || option.Number == Ipv4AddressAcknowledgementOption.OptionType);

    /// <summary>Payload goes in UDP.</summary>
    public bool RequiresUdp(NatDetectionOption? option) =>
        NatDetectionOption == NatDetectionReading.AlwaysUdp ? option is not null : NatKeepalive.RequiresUdp(option);
}

/// <summary>What a NAT Detection option means.</summary>
public enum NatDetectionReading
{
    /// <summary>UDP, unless it has neither flag F nor a refresh time.</summary>
    AsItSays,

    /// <summary>UDP, whatever it says (RFC 5555 4.4.2).</summary>
    AlwaysUdp,
}
