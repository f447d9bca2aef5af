using DsMip.Wire;

namespace DsMip.Ike;

/// <summary>A mobile node and its home agent, as IPsec knows them: by addresses that never move.</summary>
public sealed record MobileIkePair(Ipv6Address HomeAgent, Ipv6Address HomeAddress, IkeReqids Reqids)
{
    public Ipv4Address? Ipv4HomeAddress { get; init; }

    /// <summary>Whether payload has a security association too.</summary>
    public bool ProtectsPayload { get; init; }
}
