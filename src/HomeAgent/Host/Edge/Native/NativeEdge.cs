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
    ProtectedDownlink downlink, KeyExchangePaths keyExchange, ProtectedHomes homes, EdgeParts edge) : IEdgeIpsec
{
    private const int NextHeaderOffset = 6;

    public void Attach(IFrameHandler frames, Action wake)
    {
        sink.Attach(frames);
        answers.Open(wake);
    }

    public void Woken() => answers.SealAll(path);

    public void Offer(Span<byte> buffer, int offset, int length, in Ingress ingress, DateTimeOffset now)
    {
        var packet = buffer.Slice(offset, length);
        if (!ProtectedPayload.TryReadSpi(packet, out var spi, out _) || !kernel.TryFindInbound(spi, out var association)) signalling.Offer(packet, ingress, now);
        else if (association.Purpose == AssociationPurpose.Signalling) signalling.Offer(packet, ingress, now);
        else if (ingress.Encapsulation == Encapsulation.Native && !ingress.HomeAddressOption && ProtectedUplink.IsTunnel(association))
            uplink.OverIpv6(buffer, offset, length, association, ingress, now);
        else ByBinding(packet, association, ingress, now);
    }

    public bool TryTakeUnbound(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now) => keyExchange.TryAdmit(packet, ingress, now);

    public bool MayBeClear(ReadOnlySpan<byte> packet) =>
        homes.IsEmpty || !InnerPacket.TryReadSource(packet, out var source) || !homes.Contains(source) || IsKeyExchange(packet);

    public bool SealsInKernel(ReadOnlySpan<byte> packet) =>
        !homes.IsEmpty && InnerPacket.TryReadDestination(packet, out var destination) && homes.Contains(destination);

    public bool TryTakeDownlink(Span<byte> buffer, int offset, int length, DateTimeOffset now)
    {
        var packet = buffer.Slice(offset, length);
        if (IsFromHomeAgent(packet, out var home) && packet[NextHeaderOffset] == IpProtocol.Esp) return TryTakeSealed(buffer, offset, length, home, now);
        if (keyExchange.TryReturn(buffer, offset, length, edge, now)) return true;
        if (!SealsInKernel(packet) || IsKeyExchange(packet)) return false;
        // Policy seals it, unless it passed before the policy was there.
        edge.Metrics.Dropped(DropReason.UnprotectedPayload);
        return true;
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

    /// <summary>Tunnel mode is payload or return routability; transport mode answers a frame that we know, or goes like any packet.</summary>
    private bool TryTakeSealed(Span<byte> buffer, int offset, int length, Ipv6Address home, DateTimeOffset now)
    {
        if (!ProtectedPayload.TryReadSpi(buffer.Slice(offset, length), out var spi, out _)) return false;
        if (!kernel.TryFindOutbound(home, spi, out var association) || !ProtectedUplink.IsTunnel(association))
            return answers.TrySend(buffer, offset, length, edge.Sender);
        downlink.Send(buffer, offset, length, home, spi, now);
        return true;
    }

    /// <summary>Sealed and neither a Binding Update nor directly from the care-of address: a prefix solicitation, or payload in a tunnel.</summary>
    private void ByBinding(ReadOnlySpan<byte> packet, KernelAssociation association, in Ingress ingress, DateTimeOffset now)
    {
        var home = association.HomeAddress;
        if (!InnerPacket.TryReadSource(packet, out var source) || source != home) edge.Metrics.Dropped(DropReason.SelectorMismatch);
        else if (!edge.Table.TryFind(home, now, out var tunnel)) edge.Metrics.Dropped(DropReason.NoBinding);
        else if (tunnel.Remote != ingress.Remote || tunnel.RemotePort != ingress.RemotePort) edge.Metrics.Dropped(DropReason.OuterSourceMismatch);
        else if (edge.Tun.Write(packet) != Errno.None) edge.Metrics.Dropped(DropReason.Unreachable);
    }

    private static bool IsKeyExchange(ReadOnlySpan<byte> packet) => IkePacket.TryRead(packet, out _, out _);

    private bool IsFromHomeAgent(ReadOnlySpan<byte> packet, out Ipv6Address destination)
    {
        destination = default;
        if (!Ipv6Header.TryReadHeader(packet, out var header, out _) || header.Source != homeAgent) return false;
        destination = header.Destination;
        return true;
    }
}
