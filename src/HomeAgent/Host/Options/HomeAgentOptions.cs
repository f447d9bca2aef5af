using System.Collections.Immutable;
using DsMip.Configuration;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Core.Discovery;
using DsMip.HomeAgent.Core.Prefixes;
using DsMip.HomeAgent.Core.Revocation;
using DsMip.HomeAgent.Core.Switching;
using DsMip.HomeAgent.Core.Translation;
using DsMip.HomeAgent.Prefixes;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>The whole configuration of a home agent, validated. Nothing else in the program reads configuration.</summary>
public sealed record HomeAgentOptions
{
    /// <summary>Unicast address of the home agent, inside the home prefix: the peer of every signalling SA.</summary>
    public required Ipv6Address HomeAgentAddress { get; init; }

    /// <summary>Outer IPv4 address of tunnels and of UDP port 4191; null: no mobile node is served over IPv4.</summary>
    public Ipv4Address? HomeAgentIpv4Address { get; init; }

    public required Ipv6Prefix HomePrefix { get; init; }
    /// <summary>All prefixes of the home link, <see cref="HomePrefix"/> among them. May change while the process runs.</summary>
    public required HomeNetworkPrefixes HomePrefixes { get; init; }

    public required PrefixAdvertisingOptions PrefixAdvertising { get; init; }

    public RevocationTiming Revocation { get; init; } = RevocationTiming.Default;

    /// <summary>Home Agent Switch messages of the whole cluster in a second, repetitions included: what the other home agents bear of new registrations.</summary>
    public int SwitchMessagesPerSecond { get; init; } = SwitchPace.UsualRate;

    public Ipv4Prefix? Ipv4HomePrefix { get; init; }

    /// <summary>Where dynamic IPv4 home addresses are leased from; null: 0.0.0.0 is answered with status 132.</summary>
    public Ipv4AddressPool? Ipv4Pool { get; init; }

    /// <summary>Mobile routers are served; otherwise flag R gets status 140.</summary>
    public bool MobileRouters { get; init; } = true;

    /// <summary>What mobile networks lie in, of both families: the edges' routes lead there.</summary>
    public ImmutableArray<HomeBlock> MobileNetworkBlocks { get; init; } = [];

    /// <summary>Where IPv4 prefixes for mobile networks are leased from; null: a request for one is answered with status 133.</summary>
    public Ipv4PrefixPools? Ipv4PrefixPools { get; init; }

    /// <summary>Interface of the home link; null: the home link is virtual.</summary>
    public string? HomeLink { get; init; }

    /// <summary>Whether the home link is asked for the home address before a first binding (RFC 6275 10.3.1). A virtual one cannot be asked.</summary>
    public bool DuplicateAddressDetection { get; init; } = true;

    /// <summary>Router Advertisements that say that this is a home agent; null: none are sent. They need a home link.</summary>
    public AdvertisementSettings? RouterAdvertisements { get; init; }

    public required AddressDiscoveryOptions AddressDiscovery { get; init; }

    public required string TunnelInterface { get; init; }

    /// <summary>1280 to 9216 bytes, what a buffer holds.</summary>
    public required int TunnelMtu { get; init; }

    /// <summary>4 s to 262,140 s.</summary>
    public required TimeSpan MaximumLifetime { get; init; }

    /// <summary>Refresh time of the NAT Detection option, whole seconds; null: all ones, no keepalive.</summary>
    public TimeSpan? NatRefresh { get; init; }

    /// <summary>Which source addresses cannot be mobile nodes' own, or their NATs'.</summary>
    public TranslationPolicy SourceTranslation { get; init; } = new(null, [], []);

    public bool ForceUdp { get; init; }
    public bool AllowUdpRequest { get; init; }
    public bool AllowLegacySuites { get; init; }

    public InteroperabilityOptions Interoperability { get; init; } = InteroperabilityOptions.Default;

    /// <summary>Mobile nodes without SAs are served, and whoever says to be one of them is believed. For labs.</summary>
    public bool AcceptUnprotectedSignalling { get; init; }

    /// <summary>How a sealed Binding Update is told at the edge (Req 4 of the draft).</summary>
    public SpiTechnique SpiTechnique { get; init; }

    public IpsecImplementation Ipsec { get; init; }

    /// <summary>SAs are in the kernel of whichever edge has the block of their home address.</summary>
    public bool SharesKernelIpsec => Ipsec == IpsecImplementation.Kernel && Edges.Length > 1;

    /// <summary>How a Binding Update that comes out of IPsec finds the way it came (Req 4 of the draft).</summary>
    public ReassociationTechnique Reassociation { get; init; }

    /// <summary>Null: all keys are there by hand.</summary>
    public IkeOptions? Ike { get; init; }

    /// <summary>Where names of mobile nodes are kept in the DNS; null: nowhere, and who asks for it is refused.</summary>
    public NameUpdateOptions? NameUpdates { get; init; }

    /// <summary>All edges of the cluster; empty: this process is the only one, and all of the home prefixes is its own.</summary>
    public ImmutableArray<EdgeOptions> Edges { get; init; } = [];

    /// <summary>Which of the edges this process is.</summary>
    public string? EdgeName { get; init; }

    /// <summary>Executable that announces routes, called with <c>add</c> or <c>remove</c> and a prefix; null: nobody has to be told.</summary>
    public string? RouteCommand { get; init; }

    public required NodeRoles Roles { get; init; }
    public required StoreOptions Store { get; init; }

    public required AdminOptions Admin { get; init; }

    public TelemetryOptions Telemetry { get; init; } = new();

    public required ClusterOptions Cluster { get; init; }

    public required ImmutableArray<MobileNodeOptions> MobileNodes { get; init; }

    /// <summary>The home agent's own end of a tunnel.</summary>
    public bool IsOurs(IpAddress local) => local == HomeAgentAddress || (HomeAgentIpv4Address is { } ipv4 && local == ipv4);
}
