using DsMip.IPsec;
using DsMip.Linux;
using DsMip.NativeIpsec;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// IPsec is the kernel's, above the TUN. Sealed packets go in and out there between home addresses and the home agent address, and this is what
/// turns them into frames of the outside and back.
/// </summary>
internal sealed class NativeEdge(
    Ipv6Address homeAgent, IKernelAssociations kernel, IIpsecPath path, NativeSink sink, KernelSignalling signalling, KernelAnswers answers, ProtectedUplink uplink,
    ProtectedDownlink downlink, KeyExchangePaths keyExchange, ClearTraffic clear, EdgeParts edge, SteeredEdge? steered = null) : IEdgeIpsec
{
    private const int NextHeaderOffset = 6;

    public void Attach(IFrameHandler frames, Action wake)
    {
        sink.Attach(frames);
        answers.Open(wake);
        steered?.Open(wake);
    }

    public void Woken()
    {
        answers.SealAll(path);
        steered?.TakeAll(signalling);
    }

    public void Offer(Span<byte> buffer, int offset, int length, in Ingress ingress, DateTimeOffset now)
    {
        var packet = buffer.Slice(offset, length);
        if (steered?.TryTake(packet, ingress, now) == true) return;
        if (!ProtectedPayload.TryReadSpi(packet, out var spi, out _) || !kernel.TryFindInbound(spi, out var association)) signalling.Offer(packet, ingress, now);
        else if (association.Purpose == AssociationPurpose.Signalling) signalling.Offer(packet, ingress, now);
        else if (ingress.Encapsulation == Encapsulation.Native && !ingress.HomeAddressOption && ProtectedUplink.IsTunnel(association))
            uplink.OverIpv6(buffer, offset, length, association, ingress, now);
        else ByBinding(packet, association, ingress, now);
    }

    public void OfferClear(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now) =>
        edge.Audit.Dropped(DropReason.UnprotectedSignalling, Ipv6Address.Any, ingress.Remote);

    public bool TryTakeUnbound(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now) => keyExchange.TryAdmit(packet, ingress, now);

    public bool MayBeClear(ReadOnlySpan<byte> packet)
    {
        if (!clear.MayComeIn(packet)) return false;
        keyExchange.CameByBinding(packet);
        return true;
    }

    public bool SealsInKernel(ReadOnlySpan<byte> packet) => clear.HasToBeSealed(packet);

    public bool TryTakeDownlink(Span<byte> buffer, int offset, int length, DateTimeOffset now)
    {
        var packet = buffer.Slice(offset, length);
        if (IsFromHomeAgent(packet, out var home) && IsSealed(packet)) return TryTakeSealed(buffer, offset, length, home, now);
        if (keyExchange.TryReturn(buffer, offset, length, edge, now)) return true;
        // Policy seals it, unless it passed before the policy was there, or somebody has taken the policy away.
        var why = clear.WhyNotOut(packet, now);
        if (why != DropReason.None) edge.Metrics.Dropped(why);
        return why != DropReason.None;
    }

    public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length, DateTimeOffset now)
    {
        if (source.Kind == FrameSourceKind.EspInUdp) uplink.InUdp(buffer, offset, length, now);
        else signalling.Opened(buffer.Slice(offset, length), now);
    }

    public void HandleError(ReadOnlySpan<byte> frame, DateTimeOffset now)
    {
        // Most are about other traffic of this machine and none of our business.
        if (!ProtectedPayloadError.TryRead(frame, out var error)) return;
        if (downlink.WasSent(error.Spi, error.Remote)) edge.PathMtus.Lower(error.Remote, error.PathMtu, now);
        else edge.Metrics.Dropped(DropReason.OuterSourceMismatch);
    }

    /// <summary>Tunnel mode is payload or return routability; transport mode answers a frame that we know, or is no signalling of ours.</summary>
    private bool TryTakeSealed(Span<byte> buffer, int offset, int length, Ipv6Address home, DateTimeOffset now)
    {
        var isWhole = ProtectedPayload.TryReadSpi(buffer.Slice(offset, length), out var spi, out _);
        var isKnown = kernel.TryFindOutbound(home, spi, out var association);
        // Only tunnel mode is long enough for the kernel to cut it; the first piece says whose it is.
        if (!isWhole || (isKnown && ProtectedUplink.IsTunnel(association!)))
        {
            downlink.Send(buffer, offset, length, home, spi, now);
            return true;
        }
        if (answers.TrySend(buffer, offset, length, edge.Sender)) return true;
        if (!isKnown || association!.Purpose != AssociationPurpose.Signalling) return false;
        // Sealed in our name, and we did not say it.
        edge.Metrics.Dropped(DropReason.UnknownTag);
        return true;
    }

    /// <summary>Sealed and neither a Binding Update nor directly from the care-of address: a prefix solicitation, or payload in a tunnel.</summary>
    private void ByBinding(ReadOnlySpan<byte> packet, KernelAssociation association, in Ingress ingress, DateTimeOffset now)
    {
        var home = association.HomeAddress;
        if (!InnerPacket.TryReadSource(packet, out var source) || source != home) edge.Metrics.Dropped(DropReason.SelectorMismatch);
        else if (!edge.Table.TryFind(home, now, out var tunnel)) edge.Metrics.Dropped(DropReason.NoBinding);
        else if (tunnel.Remote != ingress.Remote || (tunnel.RemotePort != 0 && tunnel.RemotePort != ingress.RemotePort)) edge.Metrics.Dropped(DropReason.OuterSourceMismatch);
        else if (edge.Tun.Write(packet) != Errno.None) edge.Metrics.Dropped(DropReason.Unreachable);
    }

    /// <summary>ESP, or a piece of it that the kernel has cut.</summary>
    /// <param name="packet">IPv6.</param>
    private static bool IsSealed(ReadOnlySpan<byte> packet) => packet[NextHeaderOffset] == IpProtocol.Esp
        || (packet[NextHeaderOffset] == IpProtocol.Fragment && packet.Length > Ipv6Header.Size && packet[Ipv6Header.Size] == IpProtocol.Esp);

    private bool IsFromHomeAgent(ReadOnlySpan<byte> packet, out Ipv6Address destination)
    {
        destination = default;
        if (!Ipv6Header.TryReadHeader(packet, out var header, out _) || header.Source != homeAgent) return false;
        destination = header.Destination;
        return true;
    }
}
