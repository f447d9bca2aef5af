namespace DsMip.Tunnel;

/// <summary>The flow label, which ESP in transport mode does not cover, carries the number of the way through IPsec.</summary>
public sealed class TagReassociation(IngressLedger ledger) : IReassociation
{
    public void Enter(Span<byte> packet, in Ingress ingress) => FlowLabelTag.Stamp(packet, ledger.Record(ingress));

    public bool TryTake(ReadOnlySpan<byte> packet, out Ingress ingress) => ledger.TryTake(FlowLabelTag.Read(packet), out ingress);

    public void Leave()
    {
        // What is still inside keeps its number.
    }
}
