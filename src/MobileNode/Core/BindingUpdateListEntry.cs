using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>An acknowledged binding (RFC 6275 11.1, RFC 5555 4.4.2): one for the IPv6 home address, one for the IPv4 home address if that is bound.</summary>
/// <param name="Sequence">Of the Binding Update that was acknowledged.</param>
/// <param name="Sent">When that Binding Update was sent: the lifetime counts from here (RFC 6275 11.7.3).</param>
/// <param name="Lifetime">Never more than was asked for.</param>
/// <param name="UdpEncapsulation">Payload goes in UDP and IPv4.</param>
/// <param name="NatDetected">The home agent saw a NAT on the way.</param>
/// <param name="Networks">The prefixes that it forwards to us as to a mobile router (RFC 3963 5.1); null: none.</param>
public sealed record BindingUpdateListEntry(
    IpAddress HomeAddress, BindingUpdatePath Path, SequenceNumber Sequence, DateTimeOffset Sent, BindingLifetime Lifetime, bool UdpEncapsulation, bool NatDetected,
    MobileNetworks? Networks = null)
{
    public DateTimeOffset Expires => Sent + Lifetime.ToTimeSpan();
}

/// <summary>A Binding Update whose acknowledgement has not come.</summary>
/// <param name="AsRouter">It has flag R (RFC 3963 5.1).</param>
public sealed record OutstandingBindingUpdate(
    SequenceNumber Sequence, BindingUpdatePath Path, DateTimeOffset Sent, BindingLifetime Lifetime, bool AskedForIpv4, bool AsRouter = false)
{
    /// <summary>It has a DNS Update option (RFC 5026 6).</summary>
    public bool AskedForName { get; init; }

    /// <summary>L_ack or L_update, whichever is less: the formula of RFC 6275 11.7.3 counted from the time of sending.</summary>
    public BindingLifetime Granted(BindingAcknowledgement acknowledgement) => BindingLifetime.Min(Lifetime, acknowledgement.Lifetime);
}
