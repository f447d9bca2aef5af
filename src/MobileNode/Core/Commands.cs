using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>What the protocol module wants done. Commands of one input are carried out in order.</summary>
public abstract record Command;

/// <summary>Send a Binding Update by a path of its own; data stays where it is (Req 3).</summary>
public sealed record SendBindingUpdate(BindingUpdate Message, BindingUpdatePath Path) : Command;

/// <summary>Answer a Binding Revocation Indication, by the path of the last Binding Update.</summary>
/// <param name="Sequence">The last one that a Binding Update had.</param>
public sealed record SendRevocationAcknowledgement(BindingRevocationAcknowledgement Message, SequenceNumber Sequence) : Command;

/// <summary>The home agent has revoked the binding (RFC 5846).</summary>
/// <param name="Ipv4Only">Only the one of the IPv4 home address.</param>
/// <param name="RetryAt">When another one is asked for; null: not before the next start, or of the IPv4 home address with the next Binding Update.</param>
public sealed record BindingRevoked(RevocationTrigger Trigger, bool Ipv4Only, DateTimeOffset? RetryAt) : Command;

/// <summary>The home agent is to be left (RFC 5142): another one is looked for, and then <see cref="HomeRegistration.Leave"/> called.</summary>
/// <param name="HomeAgents">In the order in which they are to be tried; none: one has to be discovered.</param>
/// <param name="TimeLeft">So long this one goes on serving.</param>
public sealed record TurnToHomeAgent(ValueArray<Ipv6Address> HomeAgents, TimeSpan TimeLeft) : Command;

/// <summary>The binding here is deleted, or the home agent does not say so: nothing more is sent to it.</summary>
public sealed record HomeAgentLeft : Command;

/// <summary>From now on payload takes this tunnel, out of this interface.</summary>
public sealed record SetTunnel(BidirectionalTunnel Tunnel, int InterfaceIndex) : Command;

/// <summary>There is no tunnel: nothing may be sent through the old one any more.</summary>
public sealed record ClearTunnel : Command;

/// <summary>The home addresses are used on the home link, without a tunnel.</summary>
public sealed record ReturnedHome(int InterfaceIndex) : Command;

/// <summary>The home agent stands in for us no longer: the home link is told where the home addresses are (RFC 6275 11.5.5).</summary>
public sealed record AnnounceHomeAddresses(int InterfaceIndex) : Command;

/// <summary>Payload belongs into the tunnel, and waits while there is none.</summary>
public sealed record LeftHome : Command;

/// <summary>The home agent bound this IPv4 home address, static or dynamic.</summary>
/// <param name="PrefixLength">As the home agent says; 32 for a single address.</param>
public sealed record Ipv4HomeAddressAssigned(Ipv4Address Address, byte PrefixLength) : Command;

/// <summary>The IPv4 home address is not bound any more, or the home agent refused to bind the static one.</summary>
public sealed record Ipv4HomeAddressWithdrawn(Ipv4Address Address) : Command;

/// <summary>The home agent rejected a Binding Update.</summary>
/// <param name="RetryAt">When it is tried again; null: never with this home address.</param>
public sealed record RegistrationRejected(BindingStatus Status, DateTimeOffset? RetryAt) : Command;

/// <summary>What became of our name in the DNS (RFC 5026 8.1).</summary>
/// <param name="Status">Null: the home agent does not know the option.</param>
public sealed record NameAnswered(string Name, DnsUpdateStatus? Status) : Command;

/// <summary>The home agent does not know Mobility Headers, or so it seems.</summary>
/// <param name="RetryAt">When it is tried again.</param>
public sealed record HomeAgentNotUnderstanding(DateTimeOffset RetryAt) : Command;

/// <summary>Packets of these mobile networks go through the tunnel from now on, and of no others (RFC 3963 5.5).</summary>
/// <param name="Networks">Null: of none.</param>
public sealed record MobileNetworksForwarded(MobileNetworks? Networks) : Command;

/// <summary>The home agent does not forward our mobile network: we are a mobile host from now on (RFC 3963 5.3, 5.4).</summary>
/// <param name="Status">Null: it accepted the Binding Update and does not know flag R.</param>
/// <param name="IsExpected">False: the status has no place in our mode.</param>
public sealed record MobileRouterRefused(BindingStatus? Status, bool IsExpected) : Command;

/// <summary>Call <see cref="HomeRegistration.TimerDue"/> at this time; replaces the time of an earlier command. <see cref="DateTimeOffset.MaxValue"/>: never.</summary>
public sealed record WakeAt(DateTimeOffset Time) : Command;
