using DsMip.Linux.Netlink;
using DsMip.MobileNode.Control;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Registration;

/// <summary>What the protocol module's loop is told; one at a time.</summary>
internal abstract record ProtocolEvent;

internal sealed record NetworkSeen(LinkSnapshot Snapshot) : ProtocolEvent;

internal sealed record AcknowledgementSeen(BindingAcknowledgement Message, Ingress Ingress, ulong EspHighestAccepted) : ProtocolEvent;

internal sealed record AdvertisementSeen(MobilePrefixAdvertisement Message, ulong EspHighestAccepted) : ProtocolEvent;

internal sealed record RevocationSeen(BindingRevocationIndication Message, ulong EspHighestAccepted) : ProtocolEvent;

internal sealed record SwitchSeen(HomeAgentSwitch Message, ulong EspHighestAccepted) : ProtocolEvent;

/// <summary>The search for another home agent, which this one has asked for, is over.</summary>
/// <param name="ForGood">There is one.</param>
internal sealed record LeaveWanted(bool ForGood) : ProtocolEvent;

internal sealed record BindingErrorSeen : ProtocolEvent;

/// <summary>Unauthenticated: the home agent does not know Mobility Headers.</summary>
internal sealed record NotUnderstoodSeen : ProtocolEvent;

/// <summary>A Binding Update that waited for keys can be sealed now.</summary>
internal sealed record ProtectionReadySeen : ProtocolEvent;

/// <summary>There is no other home agent than this one.</summary>
internal sealed record HomeAgentKept : ProtocolEvent;

internal sealed record UnreachableSeen(IpAddress CareOf) : ProtocolEvent;

internal sealed record StatusWanted(TaskCompletionSource<StatusReport> Answer) : ProtocolEvent;

/// <summary>Said by a correspondent, or by anybody in its name.</summary>
internal abstract record CorrespondentEvent(Ipv6Address Correspondent) : ProtocolEvent;

internal sealed record CorrespondentMessageSeen(Ipv6Address Correspondent, Ipv6Address Destination, IMobilityMessage Message, byte[] Header) : CorrespondentEvent(Correspondent);

internal sealed record PacketTunnelledSeen(Ipv6Address Correspondent) : CorrespondentEvent(Correspondent);

internal sealed record CorrespondentNotUnderstandingSeen(Ipv6Address Correspondent, ulong Cookie) : CorrespondentEvent(Correspondent);
