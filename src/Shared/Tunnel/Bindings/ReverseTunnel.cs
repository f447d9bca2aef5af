using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// The mobile node's end of the tunnel: one data path at a time, changed in one step when the acknowledgement is there (RFC 5555 5.1), and the
/// check of what comes back. Safe for concurrent use; checking and reading allocate nothing.
/// </summary>
/// <param name="homeAgent">IPv6 address of the home agent.</param>
/// <param name="homeAgentIpv4">IPv4 address of the home agent; 0.0.0.0 if it has none.</param>
/// <param name="home">Our home addresses; the IPv4 one may come later, see <see cref="Home"/>.</param>
public sealed class ReverseTunnel(Ipv6Address homeAgent, Ipv4Address homeAgentIpv4, in HomeAddresses home)
{
    private sealed record State(HomeAddresses Home, BidirectionalTunnel? Tunnel);

    private State _state = new(home, null);

    /// <summary>Our home addresses. An IPv4 home address that was leased is known only after the acknowledgement.</summary>
    public HomeAddresses Home => Volatile.Read(ref _state).Home;

    /// <summary>The data path; false at home and before the first binding.</summary>
    public bool TryGet(out BidirectionalTunnel tunnel)
    {
        var current = Volatile.Read(ref _state).Tunnel;
        tunnel = current.GetValueOrDefault();
        return current.HasValue;
    }

    /// <summary>From now on packets leave by this tunnel; null: they do not leave by a tunnel. One writer at a time.</summary>
    public void Switch(in HomeAddresses newHome, BidirectionalTunnel? tunnel) => Volatile.Write(ref _state, new State(newHome, tunnel));

    /// <summary>
    /// May this packet leave the tunnel? The outer source must be the home agent (RFC 6275 11.3; with UDP its port 4191), the inner destination
    /// one of our home addresses, or in our mobile network (RFC 3963 5.5). Which care-of address it came to does not matter: the old one stays in use until the home agent switched.
    /// </summary>
    public bool TryCheckDownlink(in Ingress ingress, ReadOnlySpan<byte> inner, out DropReason why)
    {
        if (!IsHomeAgent(ingress)) why = DropReason.OuterSourceMismatch;
        else if (!InnerPacket.TryReadDestination(inner, out var destination) || !IsOurs(destination)) why = DropReason.NotForUs;
        else why = DropReason.None;
        return why == DropReason.None;
    }

    /// <summary>One of our home addresses, or an address in a mobile network that is forwarded to us.</summary>
    public bool IsOurs(IpAddress address)
    {
        var own = Home;
        var isHome = address.IsIpv4 ? own.HasIpv4 && address == own.Ipv4 : address == own.Ipv6;
        return isHome || own.Networks?.Contains(address) == true;
    }

    private bool IsHomeAgent(in Ingress ingress) => ingress.Encapsulation switch
    {
        Encapsulation.Native or Encapsulation.Ipv6 => ingress.Remote == homeAgent,
        Encapsulation.Ipv4 => IsHomeAgentIpv4(ingress.Remote),
        Encapsulation.UdpIpv4 => IsHomeAgentIpv4(ingress.Remote) && ingress.RemotePort == Port.DsMip,
        _ => false,
    };

    private bool IsHomeAgentIpv4(IpAddress remote) => !homeAgentIpv4.IsUnspecified && remote == homeAgentIpv4;
}
