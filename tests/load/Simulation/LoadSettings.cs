using DsMip.Wire;

namespace DsMip.Load;

/// <summary>Who is simulated, from where, and against whom.</summary>
public sealed record LoadSettings
{
    /// <summary>The mobile nodes, all known to the home agent.</summary>
    public required IReadOnlyList<LoadNode> Nodes { get; init; }

    /// <summary>The home agent's address: peer of all SAs, and far end over IPv6.</summary>
    public required Ipv6Address HomeAgent { get; init; }

    /// <summary>Far end over IPv4, UDP port 4191; 0.0.0.0: nobody uses IPv4.</summary>
    public Ipv4Address HomeAgentIpv4 { get; init; }

    /// <summary>
    /// Care-of addresses over IPv4. Routed to this machine by the network; here a local route is added for the time of the run, so that all of them
    /// are ours. At least a /30.
    /// </summary>
    public Ipv4Prefix? CareOfIpv4 { get; init; }

    /// <summary>Care-of addresses over IPv6, as above. At most a /120.</summary>
    public Ipv6Prefix? CareOfIpv6 { get; init; }

    /// <summary>Share of the nodes that are in IPv6 networks, 0 to 1. The others use UDP over IPv4.</summary>
    public double Ipv6Share { get; init; }

    /// <summary>First of <see cref="Ports"/> UDP ports that mobile nodes send from.</summary>
    public ushort FirstPort { get; init; } = 20_000;

    /// <summary>1 to 256.</summary>
    public int Ports { get; init; } = 8;

    /// <summary>
    /// Mobile nodes report private care-of addresses, so that the home agent sees a NAT in front of each (RFC 5555 4.1). False: they report what they
    /// send from, which is right behind a real NAT.
    /// </summary>
    public bool SimulateNat { get; init; } = true;

    /// <summary>So many nodes, the first ones, ask for an IPv4 home address from the pool, if they have none of their own (RFC 5555 3.1.1).</summary>
    public int DynamicIpv4 { get; init; }

    /// <summary>So many nodes, those after them, ask for an IPv4 prefix of /29 instead (flag P).</summary>
    public int DynamicPrefixes { get; init; }

    /// <summary>Flag F of Binding Updates over IPv4.</summary>
    public bool ForceUdp { get; init; }

    /// <summary>Lifetime asked for; rounded down to units of 4 s.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long packets may still come to the former care-of address after a handover was acknowledged.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>File that gets a line for every acknowledgement, in order (<see cref="AcknowledgementRecord"/>); appended to. Null: none.</summary>
    public string? Acknowledgements { get; init; }

    /// <summary>Null: signalling only.</summary>
    public PayloadSettings? Payload { get; init; }
}
