using System.Collections.Immutable;
using DsMip.Configuration;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Core.Discovery;
using DsMip.MobileNode.Core.Names;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Configuration;

/// <summary>The whole configuration of a mobile node, validated. Nothing else in the program reads settings.</summary>
public sealed record MobileNodeOptions
{
    public const string DefaultControlSocket = "/run/dsmip-mn.sock";

    /// <summary>Unspecified: IKE has to ask for it first.</summary>
    public Ipv6Address HomeAddress { get; init; }

    /// <summary>An interface with an address of this prefix is on the home link.</summary>
    public required Ipv6Prefix HomePrefix { get; init; }

    /// <summary>0.0.0.0: assigned by the home agent. Null: none wanted.</summary>
    public Ipv4Address? Ipv4HomeAddress { get; init; }

    /// <summary>Unspecified: it has to be found first, and <see cref="For"/> says which one it is.</summary>
    public Ipv6Address HomeAgentAddress { get; init; }

    /// <summary>Its name in the DNS; null: it is not looked up by name.</summary>
    public string? HomeAgentName { get; init; }

    /// <summary>The domain whose SRV records say which home agents there are; null: they are not looked for that way.</summary>
    public string? HomeAgentDomain { get; init; }

    /// <summary>Home agents that there are keys for, or that there are to be tried if <see cref="HomeAgentAddress"/> does not answer.</summary>
    public ImmutableArray<HomeAgentOptions> HomeAgents { get; init; } = [];

    /// <summary>How long a home agent may stay silent before another one is tried.</summary>
    public TimeSpan HomeAgentPatience { get; init; }

    /// <summary>Nobody has said which home agent it is: a domain (RFC 5026 5.1.2) or the home link is asked (RFC 6275 11.4.1).</summary>
    public bool IsDiscovered => HomeAgentAddress.IsUnspecified && HomeAgentName is null;

    /// <summary>0.0.0.0: the home agent has none, IPv4 networks are of no use.</summary>
    public Ipv4Address HomeAgentIpv4Address { get; init; }

    public required string TunnelInterface { get; init; }

    /// <summary>1280 to 9216 bytes, what a buffer holds.</summary>
    public required int TunnelMtu { get; init; }

    public required BindingLifetime Lifetime { get; init; }

    public bool ForceUdp { get; init; }

    /// <summary>Correspondents are told the care-of address, and packets from and to them go directly (RFC 6275 11.6.1: configurable).</summary>
    public bool RouteOptimization { get; init; }

    public InteroperabilityOptions Interoperability { get; init; } = InteroperabilityOptions.Default;

    public SpiTechnique SpiTechnique { get; init; }

    /// <summary>Only these interfaces are looked at; empty: all.</summary>
    public required ImmutableArray<string> Interfaces { get; init; }

    public required string StateDirectory { get; init; }

    public required string ControlSocket { get; init; }

    public IpsecImplementation Ipsec { get; init; }

    /// <summary>Payload leaves the node under ESP only, and is taken under ESP only.</summary>
    public bool ProtectPayload { get; init; }

    /// <summary>There is no IPsec: Binding Updates are sent in the clear, and acknowledgements believed. For labs.</summary>
    public bool AcceptUnprotectedSignalling { get; init; }

    /// <summary>Keys by hand; null: <see cref="Ike"/> makes them, or there are none.</summary>
    public SignallingKeys? Keys { get; init; }

    /// <summary>Null: keys by hand.</summary>
    public IkeOptions? Ike { get; init; }

    /// <summary>Null: it is a mobile host.</summary>
    public MobileRouterOptions? Router { get; init; }

    /// <summary>The name that the home agent is to put into the DNS; null: none.</summary>
    public NameSettings? Name { get; init; }

    /// <summary>Used one after the other when the home agent finds the one before to be somebody else's (status 134).</summary>
    public ImmutableArray<HomeAddressOptions> OtherHomeAddresses { get; init; } = [];

    /// <summary>With the first of <see cref="OtherHomeAddresses"/>; null: there is none.</summary>
    public MobileNodeOptions? WithNextHomeAddress()
    {
        if (OtherHomeAddresses is not [var next, .. var rest]) return null;
        return this with
        {
            HomeAddress = next.Address,
            // A static one belongs to its home address; another may be asked for.
            Ipv4HomeAddress = next.Ipv4HomeAddress ?? (Ipv4HomeAddress is { IsUnspecified: true } ? Ipv4HomeAddress : null),
            Keys = next.Keys,
            OtherHomeAddresses = [.. rest],
            StateDirectory = next.StateDirectory,
        };
    }

    /// <summary>With one home agent out of those that were found; null: there are no keys for it.</summary>
    public MobileNodeOptions? For(HomeAgentCandidate found)
    {
        var known = HomeAgents.FirstOrDefault(one => one.Address == found.Address);
        var ipv4 = known?.Ipv4Address ?? (found.Ipv4.IsUnspecified ? HomeAgentIpv4Address : found.Ipv4);
        var chosen = this with { HomeAgentAddress = found.Address, HomeAgentIpv4Address = ipv4 };
        if (known?.Keys is not { } keys) return Ike is null && !AcceptUnprotectedSignalling && Keys is null ? null : chosen;
        // Numbers are counted under keys, and these are another home agent's.
        return chosen with { Keys = keys, StateDirectory = Path.Combine(StateDirectory, found.Address.ToString().Replace(':', '-')) };
    }

    /// <summary>One that another home agent names: keys by hand are those of the home agent that they were made for.</summary>
    public bool MayTurnTo(Ipv6Address homeAgent) => Ike is not null || homeAgent == HomeAgentAddress || HomeAgents.Any(one => one.Address == homeAgent);

    // RFC 6275 11.7.1: IKE that runs over the home address does not notice a movement; keys by hand have to leave K clear.
    public HomeRegistrationSettings Registration =>
        new(HomeAddress, HomeAgentAddress, HomeAgentIpv4Address, Ipv4HomeAddress, Lifetime, ForceUdp, HomePrefix, KeyManagementMobility: Ike is not null)
        {
            Interoperability = Interoperability, Router = Router?.Settings, Name = Name,
        };
}
