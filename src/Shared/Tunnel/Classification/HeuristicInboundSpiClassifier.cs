using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>Heuristic: a packet that did not come from where the binding says is a Binding Update after a handover, or garbage.</summary>
/// <remarks>
/// It needs nothing of IPsec, not even an SPI. Native signalling is always told by its form. A refresh from the recorded care-of address looks
/// like data. It cannot tell a Binding Update from garbage; IPsec does, and then <see cref="IReassociation"/> has to know which of the packets
/// that went in has come out.
/// </remarks>
public sealed class HeuristicInboundSpiClassifier(BindingTable bindings) : IInboundSpiClassifier
{
    public bool IsBindingUpdate(uint spi, Ipv6Address homeAddress, in Ingress ingress, DateTimeOffset now) =>
        ingress.Encapsulation == Encapsulation.Native || !IsRecorded(homeAddress, ingress, now);

    /// <summary>
    /// The port counts like the address: two mobile nodes behind one NAT differ in nothing else. The encapsulation does not: a Binding Update over
    /// IPv4 is in UDP even where data is not (RFC 5555 4.4.2), so without a recorded port the address decides.
    /// </summary>
    private bool IsRecorded(Ipv6Address homeAddress, in Ingress ingress, DateTimeOffset now) =>
        bindings.TryFind(homeAddress, now, out var tunnel) && tunnel.Remote == ingress.Remote
        && (tunnel.RemotePort == 0 || tunnel.RemotePort == ingress.RemotePort);
}
