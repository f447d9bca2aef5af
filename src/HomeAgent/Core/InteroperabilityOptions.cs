using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>What the home agent does where the RFCs contradict themselves or each other, for mobile nodes that read them in another way than ours.</summary>
public sealed record InteroperabilityOptions
{
    public static readonly InteroperabilityOptions Default = new();

    /// <summary>Option type of IPv4 Address Acknowledgements: 30 (RFC 5555 3.2.1) or 29 (RFC 5555 8).</summary>
    public byte Ipv4AddressAcknowledgementType { get; init; } = Ipv4AddressAcknowledgementOption.OptionType;

    public NatDetectionPresence NatDetectionOption { get; init; }

    public RoutingHeaderOverIpv4 RoutingHeaderOverIpv4 { get; init; }

    /// <summary>A Binding Update from a care-of address without Alternate Care-of Address option is dropped (RFC 6275 11.7.1).</summary>
    public bool RequireAlternateCareOfAddress { get; init; }

    public PayloadRebinding PayloadRebinding { get; init; }

    /// <summary>The way of an answer to what came by this one.</summary>
    public Ingress WayBack(in Ingress ingress) => !ingress.Remote.IsIpv4 || RoutingHeaderOverIpv4 == RoutingHeaderOverIpv4.Mirror
        ? ingress
        : ingress with { HomeAddressOption = RoutingHeaderOverIpv4 == RoutingHeaderOverIpv4.Always };
}

/// <summary>Which acknowledgements in UDP have a NAT Detection option.</summary>
public enum NatDetectionPresence
{
    /// <summary>All (RFC 5555 4.2).</summary>
    Always,

    /// <summary>Those that ask for UDP, with the mobile node that takes its presence for this (RFC 5555 3.2.2, 4.4.2).</summary>
    WhenNeeded,
}

/// <summary>Which acknowledgements to an IPv4 care-of address have a type 2 routing header.</summary>
public enum RoutingHeaderOverIpv4
{
    /// <summary>Those of Binding Updates with a Home Address option (RFC 6275 9.5.4).</summary>
    Mirror,

    /// <summary>RFC 5555 4.5, its text.</summary>
    Always,

    /// <summary>RFC 5555 4.2, its format.</summary>
    Never,
}

/// <summary>What an authenticated packet of protected payload says about where the mobile node is (RFC 5555 5, 5.1).</summary>
public enum PayloadRebinding
{
    /// <summary>The port of its NAT. The address is what the last Binding Update showed.</summary>
    Port,

    /// <summary>The address as well, until the next Binding Update.</summary>
    Address,
}
