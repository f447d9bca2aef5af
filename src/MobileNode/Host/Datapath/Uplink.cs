using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Core.Correspondents;
using DsMip.MobileNode.Datapath.Correspondents;
using DsMip.MobileNode.Diagnostics;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Datapath;

/// <summary>
/// The way out, the tunnel interface module of the draft below IPsec: sealed Binding Updates take the path they were given, everything else the
/// tunnel in force (Req 3). Belongs to the poller's thread.
/// </summary>
/// <param name="optionOverIpv4">Binding Updates in UDP have a Home Address option, too.</param>
/// <param name="routes">Null: all payload takes the tunnel.</param>
/// <param name="held">Where payload waits for a tunnel; null: in the TUN, which is not read meanwhile.</param>
internal sealed class Uplink(
    IIpsecBoundary ipsec, ReverseTunnel tunnel, IDepartures departures, InterfaceSenders senders, TunDevice tun, DropCounters drops,
    Ipv6Address homeAgent, Ipv4Address homeAgentIpv4, ushort udpPort, IProtocolEvents events, HeldPackets? held = null,
    bool optionOverIpv4 = false, OptimizedRoutes? routes = null) : ITunnelOutput, ISealedPackets
{
    private const int MinimumMtu = 1280;

    private readonly PathMtuTable _pathMtu = new();
    private readonly byte[] _lastEsp = new byte[BindingUpdateNotice.EspHeaderSize];
    private readonly byte[] _icmp = new byte[TunnelIcmp.MaximumSize];
    private InterfaceSender? _payload;
    private int _payloadInterface;
    private BindingUpdatePath _signalling;
    private bool _holds = held is not null;
    private bool _waitsForKeys;
    private bool _solicits;
    private long _sent;

    /// <summary>Payload packets sent into the tunnel; any thread reads.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>The tunnel that payload takes from now on, and with it what waited for one.</summary>
    public void Switch(SetTunnel command)
    {
        Switch(command.Tunnel, command.InterfaceIndex);
        held?.Release(Leave);
        Flush();
    }

    /// <summary>There is no tunnel from now on.</summary>
    /// <param name="discard">Nothing waits for one either.</param>
    public void Clear(bool discard)
    {
        Switch(null, 0);
        if (held is null) return;
        _holds = !discard;
        if (discard) drops.Count(DropReason.NoBinding, held.Clear());
    }

    /// <summary>Sockets of interfaces that are gone are closed; one that came since is found by the next packet.</summary>
    public void LinksChanged(LinkSnapshot seen)
    {
        Flush();
        _payload = null;
        senders.Keep(seen);
    }

    /// <summary>A packet that the kernel routed into the TUN.</summary>
    public void Handle(Span<byte> buffer, int offset, int length)
    {
        var packet = buffer.Slice(offset, length);
        if (!HasOwnSource(packet) || !ipsec.PassesOut(packet)) return;
        var way = departures.Of(packet);
        if (way != Departure.Tunnel || !TryLeaveDirectly(buffer, offset, length)) Leave(buffer, offset, length, way);
    }

    /// <summary>A Binding Update of the protocol module.</summary>
    public void Signalling(SendBindingUpdate command)
    {
        Flush();
        (_signalling, _waitsForKeys) = (command.Path, false);
        departures.Announce();
        ipsec.Seal(BindingUpdatePacket.Write(command.Message, ipsec.HomeAddress, homeAgent), this);
        Flush();
    }

    /// <summary>The answer to a Binding Revocation Indication takes the path of the last Binding Update.</summary>
    public void Acknowledgement(BindingRevocationAcknowledgement message)
    {
        Flush();
        departures.Announce();
        ipsec.Seal(BindingUpdatePacket.Write(message, ipsec.HomeAddress, homeAgent), this);
        Flush();
    }

    /// <summary>A Mobile Prefix Solicitation takes the path of the last Binding Update (RFC 6275 11.4.2).</summary>
    public void Solicitation(MobilePrefixSolicitation message)
    {
        Flush();
        _solicits = true;
        departures.Announce();
        ipsec.Seal(SolicitationPacket.Write(message, ipsec.HomeAddress, homeAgent), this);
        _solicits = false;
        Flush();
    }

    /// <summary>A message to a correspondent that it is to get as if we were at home: by the tunnel, protected as far as the home agent if there are keys for
    /// that (RFC 6275 11.6.3), or by the home link.</summary>
    public void FromHomeAddress(SendFromHomeAddress command)
    {
        Flush();
        var packet = BindingUpdatePacket.Write(command.Message, ipsec.HomeAddress, command.Correspondent);
        if (!tunnel.TryGet(out _)) SendBySignallingPath(packet);
        else if (ipsec.ProtectsReturnRoutability) ipsec.Seal(packet, this);
        else Leave(InBuffer(packet), FrameLayout.Headroom, packet.Length, Departure.Tunnel);
        Flush();
    }

    /// <summary>A message to a correspondent that it is to get from the care-of address.</summary>
    public void FromCareOfAddress(SendFromCareOfAddress command)
    {
        Flush();
        var (careOf, isUpdate) = (command.Place.CareOf, command.Message is BindingUpdate);
        var packet = BindingUpdatePacket.Write(command.Message, isUpdate ? ipsec.HomeAddress : careOf, command.Correspondent);
        var buffer = InBuffer(packet);
        Range frame = FrameLayout.Headroom..(FrameLayout.Headroom + packet.Length);
        if (isUpdate) frame = OptimizedPacket.AddHomeAddressOption(buffer, FrameLayout.Headroom, packet.Length, careOf);
        var error = senders.Find(command.Place.InterfaceIndex)?.Sender.Send(buffer.AsSpan(frame)) ?? Errno.ENODEV;
        if (error != Errno.None) drops.CountRefused(1, error);
    }

    /// <summary>A Binding Update by this path waits for keys. Their exchange takes it too: a tunnel that is there may lead nowhere any more.</summary>
    public void Prepare(BindingUpdatePath path) => (_signalling, _waitsForKeys) = (path, true);

    /// <summary>An ICMP error about a packet we sent. About payload: packets only get smaller by it; that the home agent is not there now is no reason to
    /// end connections, so other errors stay here. About a Binding Update: another care-of address may do.</summary>
    public void ErrorReceived(ReadOnlySpan<byte> frame, DateTimeOffset now)
    {
        if (BindingUpdateNotice.TryRead(frame, homeAgent, _lastEsp, out var notice, out var careOf)) Report(notice, careOf);
        else if (routes is not null && CorrespondentNotice.TryRead(frame, ipsec.HomeAddress, out var about)) Report(about, now);
        else if (!TunnelError.TryRead(frame, out var error, out var why)) ProtectedErrorReceived(frame, why, now);
        else if (!error.IsAbout(frame, tunnel)) drops.Count(DropReason.OuterSourceMismatch);
        else if (error.PathMtu != 0)
        {
            _pathMtu.Lower(error.Tunnel.Remote, error.PathMtu, now);
            if (Icmp.TryRelay(frame, error, _icmp, out var length, out _)) tun.Write(_icmp.AsSpan(0, length));
        }
    }

    private void Report(in Icmpv6Error notice, Ipv6Address careOf)
    {
        if (BindingUpdateNotice.IsNotUnderstood(notice)) events.MobilityNotUnderstood();
        else events.CareOfAddressUnreachable(careOf);
    }

    // That our packets are too long the stack learns when its next one is.
    private void Report(in CorrespondentNotice notice, DateTimeOffset now)
    {
        if (notice.IsNotUnderstood) routes!.NotUnderstood(notice);
        else if (notice.Error.Type == Icmpv6Type.PacketTooBig && routes!.TryFind(notice.Correspondent, out _))
            _pathMtu.Lower(notice.Correspondent, (int)Math.Min(notice.Error.Parameter, int.MaxValue), now);
        else drops.Count(DropReason.UnexpectedMessage);
    }

    public void Flush()
    {
        if (_payload is { } sender && sender.Batch.Flush() is > 0 and var refused) drops.CountRefused(refused, sender.Batch.LastError);
    }

    /// <summary>Keeps the NAT's mapping of protected payload open (RFC 3948 4).</summary>
    public void KeepPayloadMapping()
    {
        if (!tunnel.TryGet(out var current) || !current.Remote.IsIpv4) return;
        Span<byte> frame = stackalloc byte[NatTraversal.KeepaliveFrame];
        NatTraversal.WriteKeepalive(frame, current.Local.AsIpv4, current.Remote.AsIpv4, Port.IpsecNatTraversal, Port.IpsecNatTraversal);
        senders.Find(_payloadInterface)?.Sender.Send(frame);
    }

    void ISealedPackets.Sealed(Span<byte> buffer, int offset, int length)
    {
        var packet = buffer.Slice(offset, length);
        if (HasOwnSource(packet)) Leave(buffer, offset, length, departures.Of(packet));
    }

    void ITunnelOutput.Send(ReadOnlySpan<byte> frame)
    {
        var error = _payload!.Batch.Add(frame);
        if (error == Errno.None) Volatile.Write(ref _sent, _sent + 1);
        else drops.CountRefused(1, error);
    }

    // The stack learns of it when its next packet is too long.
    private void ProtectedErrorReceived(ReadOnlySpan<byte> frame, DropReason why, DateTimeOffset now)
    {
        if (!ProtectedPayloadError.TryRead(frame, out var error)) drops.Count(why);
        else if (tunnel.TryGet(out var current) && current.Remote == error.Remote && departures.Protects(error.Spi)) _pathMtu.Lower(error.Remote, error.PathMtu, now);
        else drops.Count(DropReason.OuterSourceMismatch);
    }

    // The sender of an ICMP error has to be somebody else than its receiver, or the kernel takes it for a forgery.
    private TunnelIcmp Icmp => new(homeAgent, homeAgentIpv4);

    // About what IPsec has sealed or lets pass, to this host itself, and over IPv6 the kernel does not mind: from the home agent it would be payload without protection.
    private TunnelIcmp HomeIcmp => new(ipsec.HomeAddress, default);

    private SignallingPath SignallingPath => new(_signalling.Source, homeAgentIpv4, udpPort, optionOverIpv4 || _solicits, ipsec.IsClear);

    private void Switch(BidirectionalTunnel? next, int interfaceIndex)
    {
        Flush();
        _payload = null;
        (_payloadInterface, _waitsForKeys) = (interfaceIndex, false);
        tunnel.Switch(tunnel.Home, next);
    }

    private bool HasOwnSource(ReadOnlySpan<byte> packet)
    {
        var why = CheckSource(packet);
        if (why != DropReason.None) drops.Count(why);
        return why == DropReason.None;
    }

    private DropReason CheckSource(ReadOnlySpan<byte> packet)
    {
        if (!InnerPacket.TryReadSource(packet, out var source)) return DropReason.BadSourceAddress;
        return tunnel.IsOurs(source) ? DropReason.None : DropReason.InnerSourceMismatch;
    }

    /// <summary>RFC 6275 11.3.1. False: it takes the tunnel.</summary>
    private bool TryLeaveDirectly(Span<byte> buffer, int offset, int length)
    {
        var packet = buffer.Slice(offset, length);
        if (routes is null || !OptimizedPacket.MayLeave(packet) || !TryFindRoute(packet, out var correspondent, out var careOf)) return false;
        var pathMtu = _pathMtu.Find(correspondent, DateTimeOffset.UtcNow);
        var mtu = new TunnelEntry(pathMtu).TunnelMtu(Encapsulation.Native) - OptimizedPacket.Overhead;
        if (length > mtu)
        {
            // What no sender has to make smaller fits into the tunnel, or nowhere.
            if (length <= MinimumMtu) return false;
            Refused(packet, DropReason.PacketTooBig, mtu, Icmp);
            return true;
        }
        ((ITunnelOutput)this).Send(buffer[OptimizedPacket.AddHomeAddressOption(buffer, offset, length, careOf)]);
        return true;
    }

    // By the interface of the tunnel: the care-of address is the same.
    private bool TryFindRoute(ReadOnlySpan<byte> packet, out Ipv6Address correspondent, out Ipv6Address careOf)
    {
        correspondent = Ipv6Address.Read(packet[24..]);
        careOf = default;
        if (Ipv6Address.Read(packet[8..]) != ipsec.HomeAddress || !routes!.TryFind(correspondent, out var route) || route.CareOf is not { } from) return false;
        if (!tunnel.TryGet(out var current) || current.Local != from || (_payload ??= senders.Find(_payloadInterface)) is null) return false;
        route.Use();
        careOf = from;
        return true;
    }

    private static byte[] InBuffer(ReadOnlySpan<byte> packet)
    {
        var buffer = new byte[FrameLayout.BufferSize];
        packet.CopyTo(buffer.AsSpan(FrameLayout.Headroom));
        return buffer;
    }

    private void Leave(Span<byte> buffer, int offset, int length, Departure way)
    {
        switch (way)
        {
            case Departure.BindingUpdate:
                if (!_solicits) buffer.Slice(offset + Ipv6Header.Size, BindingUpdateNotice.EspHeaderSize).CopyTo(_lastEsp);
                BindingUpdateLeaves(buffer, offset, length);
                break;
            case Departure.Ike when _waitsForKeys || !tunnel.TryGet(out _):
                KeyExchangeLeaves(buffer, offset, length);
                break;
            default:
                LeaveByTunnel(buffer, offset, length, way);
                break;
        }
    }

    private void BindingUpdateLeaves(Span<byte> buffer, int offset, int length)
    {
        if (!SignallingPath.TryFrame(buffer, offset, length, out var start, out var size, out var why))
        {
            drops.Count(why);
            return;
        }
        var error = SendBySignallingPath(buffer.Slice(start, size));
        // A queue that is full for a moment says nothing about the address: the retransmission timer sends again.
        if (error is Errno.None or Errno.EAGAIN or Errno.ENOBUFS or Errno.ENOMEM) return;
        events.CareOfAddressUnreachable(_signalling.Source);
    }

    // Whatever becomes of it, the Binding Update that waits for it tells whether the address is any good.
    private void KeyExchangeLeaves(Span<byte> buffer, int offset, int length)
    {
        if (PreBindingPath.Of(SignallingPath, ipsec.HomeAddress, homeAgent) is not { } path)
        {
            SendBySignallingPath(buffer.Slice(offset, length));
            return;
        }
        var entry = new TunnelEntry(_pathMtu.Find(path.Remote, DateTimeOffset.UtcNow));
        if (Encapsulator.TryEncapsulate(buffer, offset, length, path, entry, out var start, out var size, out var why))
            SendBySignallingPath(buffer.Slice(start, size));
        else Refused(buffer.Slice(offset, length), why, entry.TunnelMtu(path.Encapsulation), HomeIcmp);
    }

    private Errno SendBySignallingPath(ReadOnlySpan<byte> frame)
    {
        var error = senders.Find(_signalling.InterfaceIndex)?.Sender.Send(frame) ?? Errno.ENODEV;
        if (error != Errno.None) drops.CountRefused(1, error);
        return error;
    }

    private void Refused(ReadOnlySpan<byte> packet, DropReason why, int mtu, TunnelIcmp icmp)
    {
        drops.Count(why);
        if (why == DropReason.PacketTooBig && icmp.TryPacketTooBig(packet, mtu, _icmp, out var size, out _)) tun.Write(_icmp.AsSpan(0, size));
    }

    private void LeaveByTunnel(Span<byte> buffer, int offset, int length, Departure way)
    {
        if (!tunnel.TryGet(out var current) || (_payload ??= senders.Find(_payloadInterface)) is null)
        {
            if (!_holds) drops.Count(DropReason.NoBinding);
            else if (!held!.TryHold(buffer.Slice(offset, length), way)) drops.Count(DropReason.QueueFull);
            return;
        }
        var pathMtu = _pathMtu.Find(current.Remote, DateTimeOffset.UtcNow);
        var why = TunnelDeparture.Send(buffer, offset, length, way, current, pathMtu, this, out var mtu);
        if (why != DropReason.None) Refused(buffer.Slice(offset, length), why, mtu, way == Departure.ProtectedPayload ? HomeIcmp : Icmp);
    }
}
