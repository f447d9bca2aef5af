using DsMip.Linux;
using DsMip.MobileNode.Datapath.Correspondents;
using DsMip.MobileNode.Diagnostics;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Datapath;

/// <summary>The way in: frames of the home agent lose their outer headers and pass IPsec; Binding Acknowledgements go to the protocol module, payload
/// to the kernel. Belongs to the poller's thread.</summary>
internal sealed class Downlink(
    IIpsecBoundary ipsec, ReverseTunnel tunnel, TunDevice tun, DropCounters drops, Ipv6Address homeAgent, IProtocolEvents events,
    OptimizedRoutes? routes = null) : IOpenedPackets
{
    private long _received;

    /// <summary>Payload packets that came out of the tunnel; any thread reads.</summary>
    public long Received => Volatile.Read(ref _received);

    public void Handle(Span<byte> frame)
    {
        if (routes is not null && routes.IsRouted(frame))
        {
            if (routes.TryOpen(frame, out var direct) && ipsec.PassesIn(frame[direct])) Payload(frame[direct]);
            return;
        }
        if (!Decapsulator.TryDecapsulate(frame, ipsec.HomeAddress, out var ingress, out var inner, out var why)
            || !tunnel.TryCheckDownlink(ingress, frame[inner], out why))
        {
            drops.Count(why);
            return;
        }
        var packet = frame[inner];
        // Natively it is gone already.
        if (ingress.Encapsulation == Encapsulation.Native) ingress = ingress with { HomeAddressOption = inner.Start.Value > 0 };
        else if (SealedPacket.IsBehindRoutingHeader(packet, homeAgent))
        {
            if (!TunnelledHomeAddress.TryRemoveRoutingHeader(packet, out var removed, out why))
            {
                drops.Count(why);
                return;
            }
            packet = packet[removed..];
            ingress = ingress with { HomeAddressOption = removed > 0 };
        }
        if (SealedPacket.IsFrom(packet, homeAgent)) ipsec.Open(packet, ingress, this);
        else if (ipsec.IsClear && SealedPacket.IsMobilityHeader(packet, homeAgent)) Opened(packet, ingress);
        else if (ingress.Encapsulation == Encapsulation.Native) drops.Count(DropReason.UnprotectedSignalling);
        else if (routes is not null && !ipsec.ProtectsReturnRoutability && routes.IsMessage(packet)) routes.Message(packet, ipsec.HomeAddress);
        else if (ipsec.PassesIn(packet)) FromTunnel(packet, ingress);
    }

    private void FromTunnel(ReadOnlySpan<byte> packet, in Ingress ingress)
    {
        routes?.Tunnelled(packet, ingress);
        Payload(packet);
    }

    /// <summary>A clear Mobility Header, not tunnelled. All that counts is a Binding Error of the home agent, and that as a hint only (RFC 6275 11.3.6).</summary>
    public void HandleClearSignalling(ReadOnlySpan<byte> packet)
    {
        if (Ipv6Header.TryRead(packet, out var header, out _) && header.Source == homeAgent
            && MobilityHeaderCodec.TryRead(packet[Ipv6Header.Size..], header.Source, header.Destination, out var message, out _)
            && message is BindingError error && IsAboutUs(error))
            Report(error.Status);
        else if (ipsec.IsClear && header.Destination == ipsec.HomeAddress && SealedPacket.IsMobilityHeader(packet, homeAgent))
            Opened(packet, new Ingress(Encapsulation.Native, header.Destination, header.Source));
        else if (routes is not null && header.Source != homeAgent && MayBeDirect(header.Destination)) routes.Message(packet, header.Destination);
        else drops.Count(DropReason.UnprotectedSignalling);
    }

    // Away from home what is for the home address comes by the tunnel.
    private bool MayBeDirect(Ipv6Address destination) => destination != ipsec.HomeAddress || !tunnel.TryGet(out _);

    private bool IsAboutUs(BindingError error) => error.Status switch
    {
        BindingErrorStatus.UnknownBindingForHomeAddressOption => error.HomeAddress == ipsec.HomeAddress,
        BindingErrorStatus.UnrecognizedMobilityHeaderType => error.HomeAddress == ipsec.HomeAddress || error.HomeAddress.IsUnspecified,
        _ => false,
    };

    private void Report(BindingErrorStatus status)
    {
        if (status == BindingErrorStatus.UnrecognizedMobilityHeaderType) events.MobilityNotUnderstood();
        else events.BindingErrorReceived();
    }

    private void Advertised(ReadOnlySpan<byte> message, in Ingress ingress)
    {
        if (!Icmpv6Codec.TryRead(message, homeAgent, ipsec.HomeAddress, out var read, out var why)) drops.Count(why);
        else if (read is not MobilePrefixAdvertisement advertisement) drops.Count(DropReason.UnexpectedMessage);
        else if (!ingress.HomeAddressOption) drops.Count(DropReason.BadRoutingHeader);
        else events.AdvertisementReceived(advertisement, ipsec.HighestAccepted);
    }

    /// <summary>RFC 5846 6.2, 10: protected, even where Binding Updates are not, and with our home address in a routing header.</summary>
    private void Revoked(BindingRevocationIndication indication, in Ingress ingress)
    {
        if (ipsec.IsClear) drops.Count(DropReason.UnprotectedSignalling);
        else if (!ingress.HomeAddressOption) drops.Count(DropReason.BadRoutingHeader);
        else events.RevocationReceived(indication, ipsec.HighestAccepted);
    }

    /// <summary>RFC 5142 6.1, 10: likewise.</summary>
    private void Switched(HomeAgentSwitch message, in Ingress ingress)
    {
        if (ipsec.IsClear) drops.Count(DropReason.UnprotectedSignalling);
        else if (!ingress.HomeAddressOption) drops.Count(DropReason.BadRoutingHeader);
        else events.SwitchReceived(message, ipsec.HighestAccepted);
    }

    /// <summary>Payload for the kernel, whose IPsec opens it if it is sealed.</summary>
    public void Payload(ReadOnlySpan<byte> packet)
    {
        var error = tun.Write(packet);
        if (error == Errno.None) Volatile.Write(ref _received, _received + 1);
        else drops.CountRefused(1, error);
    }

    private bool IsOfCorrespondent(ReadOnlySpan<byte> packet) =>
        routes is not null && routes.IsMessage(packet) && !SealedPacket.IsMobilityHeader(packet, homeAgent);

    /// <summary>What IPsec has opened of signalling, and of return routability.</summary>
    public void Opened(ReadOnlySpan<byte> packet, in Ingress ingress)
    {
        if (IsOfCorrespondent(packet))
            routes!.Message(packet, ipsec.HomeAddress);
        else if (!ExtensionHeaderWalker.TryFindUpperLayer(packet, out var protocol, out var offset, out var why))
            drops.Count(why);
        else if (protocol == IpProtocol.Icmpv6)
            Advertised(packet[offset..], ingress);
        else if (protocol != IpProtocol.MobilityHeader)
            drops.Count(DropReason.UnexpectedMessage);
        else if (!MobilityHeaderCodec.TryRead(packet[offset..], homeAgent, ipsec.HomeAddress, out var message, out why))
            drops.Count(why);
        else if (message is BindingAcknowledgement acknowledgement)
            events.AcknowledgementReceived(acknowledgement, ingress, ipsec.HighestAccepted);
        else if (message is BindingRevocationIndication indication)
            Revoked(indication, ingress);
        else if (message is HomeAgentSwitch change)
            Switched(change, ingress);
        else drops.Count(DropReason.UnexpectedMessage);
    }
}
