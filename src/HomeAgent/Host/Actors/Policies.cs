using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Options;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors;

/// <summary>What the configuration, the directory and the leases allow one mobile node, in the form the decision takes.</summary>
internal static class Policies
{
    private const byte SingleAddress = 32;

    public static HomePolicy Of(HomeAgentOptions options, MobileNodeOptions node, Ipv4Address? leased, Ipv4AddressStatus? dynamic) => new(
        options.HomePrefix,
        Provisioned: true,
        BindingLifetime.From(options.MaximumLifetime),
        options.NatRefresh,
        options.ForceUdp,
        options.AllowUdpRequest,
        Assigned(node, leased),
        dynamic,
        KeyManagementMobility: node.Ike is not null)
    {
        Interoperability = options.Interoperability,
    };

    /// <summary>The mobile node wants an IPv4 home address, and its only one would be a leased one.</summary>
    public static bool WantsLease(BindingUpdate update, MobileNodeOptions node) =>
        node.Ipv4HomeAddress is null && !update.Lifetime.IsZero && update.Options.Find<Ipv4HomeAddressOption>() is not null;

    /// <summary>0.0.0.0 in the option: any address will do (RFC 5555 3.1.1).</summary>
    public static bool AcceptsAnyLease(BindingUpdate update) =>
        update.Options.Items.OfType<Ipv4HomeAddressOption>().Any(option => option.HomeAddress.IsUnspecified);

    private static Ipv4HomeBinding? Assigned(MobileNodeOptions node, Ipv4Address? leased) =>
        node.Ipv4HomeAddress is { } provisioned ? new Ipv4HomeBinding(provisioned, SingleAddress, Dynamic: false)
        : leased is { } address ? new Ipv4HomeBinding(address, SingleAddress, Dynamic: true)
        : null;
}
