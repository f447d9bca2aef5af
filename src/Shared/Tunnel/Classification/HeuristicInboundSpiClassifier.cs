using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// Heuristic and locking: a packet that did not come from where the binding says is a Binding Update after a handover, or garbage. Its ingress
/// is noted until the clear Binding Update comes out of IPsec, or until the next such packet replaces it.
/// </summary>
/// <remarks>
/// <para>
/// It needs nothing of IPsec, not even an SPI. Native signalling is always told by its form. A refresh from the recorded care-of address looks
/// like data and is not noted; it needs no note, because it came by the tunnel in force.
/// </para>
/// <para>
/// It cannot tell a Binding Update from garbage. With an IPsec that works synchronously a forged packet is discarded before the next one is
/// looked at and does no harm. With one that works behind a queue, a forged packet that arrives between a Binding Update and its clear message
/// puts the forger's address in its place: the binding would be given a tunnel to the forger. Use the tag of <see cref="IngressLedger"/>
/// wherever IPsec keeps the flow label.
/// </para>
/// </remarks>
/// <param name="capacity">Ingresses noted at the same time.</param>
public sealed class HeuristicInboundSpiClassifier(BindingTable bindings, int capacity = 4096) : IInboundSpiClassifier
{
    private readonly PendingIngress _pending = new(capacity);

    public bool IsBindingUpdate(uint spi, Ipv6Address homeAddress, in Ingress ingress, DateTimeOffset now)
    {
        if (ingress.Encapsulation != Encapsulation.Native && IsRecorded(homeAddress, ingress, now)) return false;
        _pending.Note(homeAddress, ingress);
        return true;
    }

    public bool TryTake(Ipv6Address homeAddress, out Ingress ingress) => _pending.TryTake(homeAddress, out ingress);

    /// <summary>
    /// The port counts like the address: two mobile nodes behind one NAT differ in nothing else. The encapsulation does not: a Binding Update over
    /// IPv4 is in UDP even where data is not (RFC 5555 4.4.2), so without a recorded port the address decides.
    /// </summary>
    private bool IsRecorded(Ipv6Address homeAddress, in Ingress ingress, DateTimeOffset now) =>
        bindings.TryFind(homeAddress, now, out var tunnel) && tunnel.Remote == ingress.Remote
        && (tunnel.RemotePort == 0 || tunnel.RemotePort == ingress.RemotePort);
}
