using DsMip.IPsec;
using DsMip.Linux;
using DsMip.MobileNode.Diagnostics;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Datapath;

/// <summary>
/// The kernel's IPsec, as it is: clear Mobility Headers go to it by a socket and come back sealed by the TUN; sealed ones go to it by the TUN and
/// come back clear by the socket, with the tag in their flow label that says how they reached us.
/// </summary>
internal sealed class KernelBoundary : IIpsecBoundary, IIpsecSink
{
    private const int Source = 8, Destination = 24;

    private readonly TagReassociation _inside = new(new IngressLedger());
    private readonly DropCounters _drops;
    private readonly IIpsecPath _kernel;
    private readonly IEspNumbers _numbers;
    private readonly Ipv6Address _homeAgent;
    private readonly bool _protectsPayload, _optimizesRoutes;
    private readonly byte[] _buffer = new byte[FrameLayout.BufferSize];
    private ISealedPackets? _sealed;
    private IOpenedPackets? _opened;

    /// <param name="kernel">Makes the path into the kernel, which lets out to the sink it is given.</param>
    /// <param name="optimizesRoutes">Correspondents have something to say.</param>
    /// <param name="protectsPayload">Payload that the kernel's policies have not sealed stays here.</param>
    public KernelBoundary(
        Func<IIpsecSink, IIpsecPath> kernel, IEspNumbers numbers, Ipv6Address homeAddress, Ipv6Address homeAgent, bool protectsPayload, DropCounters drops,
        bool optimizesRoutes = false)
    {
        (_numbers, HomeAddress, _homeAgent, _protectsPayload, _drops, _optimizesRoutes) = (numbers, homeAddress, homeAgent, protectsPayload, drops, optimizesRoutes);
        _kernel = kernel(this);
    }

    public Ipv6Address HomeAddress { get; }

    public bool ProtectsReturnRoutability => true;

    public ulong HighestAccepted => _numbers.HighestAccepted;

    public ulong? NextEspNumber => _numbers.Next;

    // The kernel counts by itself and knows no limit: numbers are reserved far enough ahead.
    public void ReserveThrough(ulong number)
    {
    }

    public void Seal(ReadOnlySpan<byte> packet, ISealedPackets output)
    {
        _sealed = output;
        _kernel.Outbound(packet);
    }

    public void Open(Span<byte> packet, in Ingress ingress, IOpenedPackets output)
    {
        _opened = output;
        _inside.Enter(packet, ingress);
        _kernel.Inbound(packet);
        _inside.Leave();
    }

    /// <summary>
    /// A Mobility Header out of the socket. It may also come from a correspondent node, by the SA for return routability, and then its flow label is
    /// whatever its sender likes, and says nothing. That those of the home agent came by the SA for signalling is the kernel's policy.
    /// </summary>
    public void Opened(ReadOnlySpan<byte> packet, IOpenedPackets output)
    {
        if (!Ipv6Header.TryRead(packet, out var ip, out var why)) _drops.Count(why);
        else if (_optimizesRoutes && ip.Destination == HomeAddress && ip.Source != _homeAgent) output.Opened(packet, default);
        else if (ip.Source != _homeAgent || ip.Destination != HomeAddress) _drops.Count(DropReason.UnexpectedMessage);
        else if (_inside.TryTake(packet, out var ingress)) output.Opened(packet, ingress);
        else _drops.Count(DropReason.UnknownTag);
    }

    /// <summary>Policy seals every Mobility Header between home address and home agent; that one is clear means that somebody took the policy away.</summary>
    public bool PassesOut(ReadOnlySpan<byte> packet)
    {
        if (OwnMobilityHeader.IsFrom(packet, HomeAddress)) return Refused(DropReason.UnprotectedSignalling);
        return !_protectsPayload || IsSealed(packet, HomeAddress, _homeAgent) || IsKeyExchange(packet, HomeAddress, _homeAgent)
            || Refused(DropReason.UnprotectedPayload);
    }

    /// <summary>What is clear here never was sealed: the home agent seals every Mobility Header, to whomever it was sent first, and payload if it is
    /// protected. The kernel's policies refuse that as well, unless somebody took them away.</summary>
    public bool PassesIn(ReadOnlySpan<byte> packet)
    {
        if (OwnMobilityHeader.IsTo(packet, HomeAddress)) return Refused(DropReason.UnprotectedSignalling);
        return !_protectsPayload || IsSealed(packet, _homeAgent, HomeAddress) || IsKeyExchange(packet, _homeAgent, HomeAddress)
            || Refused(DropReason.UnprotectedPayload);
    }

    public void Dispose()
    {
        // Whoever made the path owns what it is made of.
    }

    // One after the other, the packets that the TUN holds: the Binding Update, and what else was there or came meanwhile.
    void IIpsecSink.Protected(ReadOnlySpan<byte> packet)
    {
        if (!PassesOut(packet) || packet.Length > FrameLayout.MaximumFrame) return;
        packet.CopyTo(_buffer.AsSpan(FrameLayout.Headroom));
        _sealed!.Sealed(_buffer, FrameLayout.Headroom, packet.Length);
    }

    void IIpsecSink.Clear(ReadOnlySpan<byte> packet) => Opened(packet, _opened!);

    void IIpsecSink.Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => _drops.Count(why);

    private bool Refused(DropReason why)
    {
        _drops.Count(why);
        return false;
    }

    // Or a piece of what IPsec has cut.
    private static bool IsSealed(ReadOnlySpan<byte> packet, Ipv6Address source, Ipv6Address destination) =>
        SealedPacket.IsFrom(packet, source) && SealedPacket.TryReadSpi(packet, destination, out _)
        || SealedPacket.IsFragment(packet, destination) && InnerPacket.TryReadSource(packet, out var from) && from == source;

    private static bool IsKeyExchange(ReadOnlySpan<byte> packet, Ipv6Address source, Ipv6Address destination) =>
        IkePacket.TryRead(packet, out var ike, out _) && ike.Source == source && ike.Destination == destination;
}
