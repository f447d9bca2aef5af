using DsMip.Linux;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>What the edge does with packets because of IPsec, wherever that is. Called on the edge's thread.</summary>
internal interface IEdgeIpsec
{
    /// <summary>ESP to the home agent address; tunnel headers and Home Address option are gone.</summary>
    /// <param name="buffer">Holds it at <paramref name="offset"/>.</param>
    void Offer(Span<byte> buffer, int offset, int length, in Ingress ingress, DateTimeOffset now);

    /// <summary>A clear Mobility Header to the home agent address; tunnel headers and Home Address option are gone.</summary>
    void OfferClear(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now);

    /// <summary>A packet out of a tunnel that no binding accounts for. False: it is to be dropped and counted.</summary>
    bool TryTakeUnbound(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now);

    /// <summary>A packet out of the tunnel of its binding: may it be clear? Then it goes on.</summary>
    bool MayBeClear(ReadOnlySpan<byte> packet);

    /// <summary>A packet for a home address that the kernel routed into the TUN. False: it goes the way of all payload.</summary>
    bool TryTakeDownlink(Span<byte> buffer, int offset, int length, DateTimeOffset now);

    /// <summary>Must go by the kernel, whose policies protect what is for this packet's destination.</summary>
    bool SealsInKernel(ReadOnlySpan<byte> packet);

    /// <summary>A frame of a source that only IPsec has use for.</summary>
    void Handle(IFrameSource source, Span<byte> buffer, int offset, int length, DateTimeOffset now);

    /// <summary>An ICMP error about no packet in a tunnel.</summary>
    void HandleError(ReadOnlySpan<byte> frame, DateTimeOffset now);

    /// <summary>Somebody woke the edge's thread.</summary>
    void Woken();

    /// <summary>Called once before all others.</summary>
    /// <param name="frames">Takes packets that come out of the TUN while IPsec waits for one of them.</param>
    /// <param name="wake">Makes the edge's thread call <see cref="Woken"/>. Any thread.</param>
    void Attach(IFrameHandler frames, Action wake);
}
