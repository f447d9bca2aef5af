using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Core.Prefixes;
using DsMip.HomeAgent.Options;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors;

/// <summary>What the configuration, the directory and the leases allow one mobile node, in the form the decision takes.</summary>
internal static class Policies
{
    private const byte SingleAddress = 32;

    /// <param name="prefix">Of the home address, as it is now.</param>
    public static HomePolicy Of(HomeAgentOptions options, MobileNodeOptions node, LeaseAnswer answer, HomeNetworkPrefix? prefix = null) => new(
        options.HomePrefix,
        Provisioned: true,
        BindingLifetime.From(options.MaximumLifetime),
        options.NatRefresh,
        options.ForceUdp,
        options.AllowUdpRequest,
        Assigned(node, answer.Leased.Address),
        answer.Address,
        KeyManagementMobility: node.Ike is not null,
        Prefix: prefix)
    {
        Interoperability = options.Interoperability,
        Name = NameConsistency.OwnName(options, node),
        MobileRouters = options.MobileRouters,
        MobileNetworkPrefixes = node.Networks?.Ipv6 ?? [],
        Ipv4Prefixes = Prefixes(node, answer.Leased.Prefix),
        Ipv4PrefixLeased = !HasPrefixes(node),
        Ipv4PrefixDynamic = answer.Prefix,
    };

    /// <summary>The mobile node wants an IPv4 home address, and its only one would be a leased one.</summary>
    public static bool WantsLease(BindingUpdate update, MobileNodeOptions node) =>
        node.Ipv4HomeAddress is null && !update.Lifetime.IsZero
        && Ipv4Options(update).Any(option => option.HomeAddress.IsUnspecified ? !option.PrefixRequested : option.PrefixLength == SingleAddress);

    /// <summary>0.0.0.0 in the option: any address will do (RFC 5555 3.1.1). With P it asks for a prefix.</summary>
    public static bool AcceptsAnyLease(BindingUpdate update) => Ipv4Options(update).Any(option => option.HomeAddress.IsUnspecified && !option.PrefixRequested);

    /// <summary>The mobile node wants an IPv4 prefix, a new one or by its name the one that it had, and has none of its own.</summary>
    public static bool WantsPrefixLease(BindingUpdate update, MobileNodeOptions node) =>
        !HasPrefixes(node) && !node.ProtectPayload && !update.Lifetime.IsZero
        && Ipv4Options(update).Any(option => IsNewPrefix(option) || option.PrefixLength is > 0 and < SingleAddress);

    /// <summary>Of the first request for a new prefix (P); null: there is none.</summary>
    public static int? NewPrefixLength(BindingUpdate update) => Ipv4Options(update).FirstOrDefault(IsNewPrefix)?.PrefixLength;

    private static IEnumerable<Ipv4HomeAddressOption> Ipv4Options(BindingUpdate update) => update.Options.Items.OfType<Ipv4HomeAddressOption>();

    private static bool IsNewPrefix(Ipv4HomeAddressOption option) =>
        option is { PrefixRequested: true, HomeAddress.IsUnspecified: true, PrefixLength: > 0 and <= SingleAddress };

    private static bool HasPrefixes(MobileNodeOptions node) => node.Networks is { Ipv4.Count: > 0 };

    private static ValueArray<Ipv4Prefix> Prefixes(MobileNodeOptions node, Ipv4Prefix? leased) =>
        HasPrefixes(node) ? node.Networks!.Ipv4 : leased is { } prefix ? [prefix] : [];

    private static Ipv4HomeBinding? Assigned(MobileNodeOptions node, Ipv4Address? leased) =>
        node.Ipv4HomeAddress is { } provisioned ? new Ipv4HomeBinding(provisioned, SingleAddress, Dynamic: false)
        : leased is { } address ? new Ipv4HomeBinding(address, SingleAddress, Dynamic: true)
        : null;
}
