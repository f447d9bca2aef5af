namespace DsMip.Tunnel;

/// <summary>
/// Req 4 of the draft, second half: IPsec takes a packet and gives another one back, so which way belongs to what comes out? On the way in it is the
/// way that a Binding Update came, on the way out the one that its answer has to take.
/// </summary>
public interface IReassociation
{
    /// <summary>The packet, an IPv6 header first, is about to go into IPsec. Its flow label may be written.</summary>
    void Enter(Span<byte> packet, in Ingress ingress);

    /// <summary>The way of the packet that this one, just out of IPsec, was; once. False: nobody knows.</summary>
    bool TryTake(ReadOnlySpan<byte> packet, out Ingress ingress);

    /// <summary>IPsec has done what it does at once with the packet that entered last.</summary>
    void Leave();
}
