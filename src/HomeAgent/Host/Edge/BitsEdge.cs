using DsMip.Linux;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>IPsec is with the entities: sealed packets go there as they are, and payload is clear.</summary>
internal sealed class BitsEdge(SignallingAdmission signalling, ClearSignalling clear) : IEdgeIpsec
{
    public void Offer(Span<byte> buffer, int offset, int length, in Ingress ingress, DateTimeOffset now) =>
        signalling.Offer(buffer.Slice(offset, length), ingress, now);

    public void OfferClear(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now) => clear.Offer(packet, ingress, now);

    public bool TryTakeUnbound(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now) => false;

    public bool MayBeClear(ReadOnlySpan<byte> packet) => true;

    public bool TryTakeDownlink(Span<byte> buffer, int offset, int length, DateTimeOffset now) => false;

    public bool SealsInKernel(ReadOnlySpan<byte> packet) => false;

    public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length, DateTimeOffset now)
    {
        // It opens no sources of its own.
    }

    public void HandleError(ReadOnlySpan<byte> frame, DateTimeOffset now)
    {
        // Most are about other traffic of this machine and none of our business.
    }

    public void Woken()
    {
        // Nobody has a reason to wake it.
    }

    public void Attach(IFrameHandler frames, Action wake)
    {
        // It calls nobody back.
    }
}
