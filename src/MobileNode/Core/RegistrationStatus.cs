using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>What a mobile node is doing, for people to read.</summary>
/// <param name="CareOfAddress">The address bound or being bound; null without network.</param>
/// <param name="Tunnel">The tunnel payload takes now; null: none.</param>
/// <param name="Sequence">The last one used.</param>
/// <param name="BindingUpdateToAcknowledgement">Time between the last accepted Binding Update and its acknowledgement.</param>
/// <param name="Retransmissions">Binding Updates sent again because no answer came, since start.</param>
/// <param name="Handovers">Changes from one bound care-of address, or home, to another, since start.</param>
public sealed record RegistrationStatus(
    RegistrationState State,
    IpAddress? CareOfAddress,
    BidirectionalTunnel? Tunnel,
    Ipv4Address? Ipv4HomeAddress,
    bool NatDetected,
    SequenceNumber Sequence,
    BindingLifetime Lifetime,
    DateTimeOffset? Expires,
    TimeSpan? BindingUpdateToAcknowledgement,
    long Retransmissions,
    long Handovers)
{
    /// <summary>The mobile networks that the home agent forwards to us; null: none.</summary>
    public MobileNetworks? Networks { get; init; }
}
