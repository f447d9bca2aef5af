using System.Buffers.Binary;
using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Diagnostics;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Datapath;

/// <summary>
/// The way out, the tunnel interface module of the draft below IPsec: sealed Binding Updates take the path they were given, everything else the
/// tunnel in force (Req 3). Belongs to the poller's thread.
/// </summary>
internal sealed class Uplink(
    IpsecBoundary ipsec, ReverseTunnel tunnel, IOutboundSpiClassifier classifier, InterfaceSenders senders, TunDevice tun, DropCounters drops,
    Ipv6Address homeAgent, Ipv4Address homeAgentIpv4, ushort udpPort, IProtocolEvents events) : ITunnelOutput
{
    private readonly PathMtuTable _pathMtu = new();
    private readonly byte[] _lastEsp = new byte[UnreachableNotice.EspHeaderSize];
    private readonly byte[] _icmp = new byte[TunnelIcmp.MaximumSize];
    private InterfaceSender? _payload;
    private int _payloadInterface;
    private BindingUpdatePath _signalling;
    private long _sent;

    /// <summary>Payload packets sent into the tunnel; any thread reads.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>The tunnel that payload takes from now on; null: none.</summary>
    public void Switch(SetTunnel? command)
    {
        Flush();
        _payload = null;
        _payloadInterface = command?.InterfaceIndex ?? 0;
        tunnel.Switch(tunnel.Home, command?.Tunnel);
    }

    /// <summary>Sockets of interfaces that are gone are closed; one that came since is found by the next packet.</summary>
    public void LinksChanged(LinkSnapshot seen)
    {
        Flush();
        _payload = null;
        senders.Keep(seen);
    }

    /// <summary>A packet that the kernel routed into the TUN.</summary>
    public void Payload(Span<byte> buffer, int offset, int length)
    {
        var packet = buffer.Slice(offset, length);
        var why = CheckSource(packet);
        if (why != DropReason.None) drops.Count(why);
        else if (ipsec.PassesOut(packet)) Leave(buffer, offset, length);
    }

    /// <summary>A Binding Update of the protocol module.</summary>
    public void Signalling(SendBindingUpdate command)
    {
        Flush();
        _signalling = command.Path;
        classifier.Announce();
        var packet = BindingUpdatePacket.Write(command.Message, ipsec.HomeAddress, homeAgent);
        if (ipsec.TrySeal(packet, out var buffer, out var offset, out var length)) Leave(buffer, offset, length);
        Flush();
    }

    /// <summary>An ICMP error about a packet we sent. About payload: packets only get smaller by it; that the home agent is not there now is no reason to
    /// end connections, so other errors stay here. About a Binding Update: another care-of address may do.</summary>
    public void ErrorReceived(ReadOnlySpan<byte> frame, DateTimeOffset now)
    {
        if (UnreachableNotice.TryRead(frame, homeAgent, _lastEsp, out var careOf)) events.CareOfAddressUnreachable(careOf);
        else if (!TunnelError.TryRead(frame, out var error, out var why)) drops.Count(why);
        else if (!error.IsAbout(frame, tunnel)) drops.Count(DropReason.OuterSourceMismatch);
        else if (error.PathMtu != 0)
        {
            _pathMtu.Lower(error.Tunnel.Remote, error.PathMtu, now);
            if (Icmp.TryRelay(frame, error, _icmp, out var length, out _)) tun.Write(_icmp.AsSpan(0, length));
        }
    }

    public void Flush()
    {
        if (_payload is { } sender && sender.Batch.Flush() is > 0 and var refused) drops.CountRefused(refused, sender.Batch.LastError);
    }

    void ITunnelOutput.Send(ReadOnlySpan<byte> frame)
    {
        var error = _payload!.Batch.Add(frame);
        if (error == Errno.None) Volatile.Write(ref _sent, _sent + 1);
        else drops.CountRefused(1, error);
    }

    // The sender of an ICMP error has to be somebody else than its receiver, or the kernel takes it for a forgery.
    private TunnelIcmp Icmp => new(homeAgent, homeAgentIpv4);

    private DropReason CheckSource(ReadOnlySpan<byte> packet)
    {
        if (!InnerPacket.TryReadSource(packet, out var source)) return DropReason.BadSourceAddress;
        var home = tunnel.Home;
        var own = source.IsIpv4 ? home.HasIpv4 && source == home.Ipv4 : source == home.Ipv6;
        return own ? DropReason.None : DropReason.InnerSourceMismatch;
    }

    // After IPsec nothing but the SPI tells a Binding Update from other packets to the home agent.
    private void Leave(Span<byte> buffer, int offset, int length)
    {
        if (TryReadSpi(buffer.Slice(offset, length), out var spi) && classifier.IsBindingUpdate(spi)) LeaveBySignallingPath(buffer, offset, length);
        else LeaveByTunnel(buffer, offset, length);
    }

    private void LeaveBySignallingPath(Span<byte> buffer, int offset, int length)
    {
        buffer.Slice(offset + Ipv6Header.Size, UnreachableNotice.EspHeaderSize).CopyTo(_lastEsp);
        var path = new SignallingPath(_signalling.Source, homeAgentIpv4, udpPort);
        if (!path.TryFrame(buffer, offset, length, out var start, out var size, out var why))
        {
            drops.Count(why);
            return;
        }
        var error = senders.Find(_signalling.InterfaceIndex)?.Sender.Send(buffer.Slice(start, size)) ?? Errno.ENODEV;
        if (error == Errno.None) return;
        drops.CountRefused(1, error);
        // A queue that is full for a moment says nothing about the address: the retransmission timer sends again.
        if (error is Errno.EAGAIN or Errno.ENOBUFS or Errno.ENOMEM) return;
        events.CareOfAddressUnreachable(_signalling.Source);
    }

    private void LeaveByTunnel(Span<byte> buffer, int offset, int length)
    {
        if (!tunnel.TryGet(out var current) || (_payload ??= senders.Find(_payloadInterface)) is null)
        {
            drops.Count(DropReason.NoBinding);
            return;
        }
        var entry = new TunnelEntry(_pathMtu.Find(current.Remote, DateTimeOffset.UtcNow));
        var why = TunnelTransmission.Send(buffer, offset, length, current, entry, this);
        if (why == DropReason.None) return;
        drops.Count(why);
        if (why == DropReason.PacketTooBig
            && Icmp.TryPacketTooBig(buffer.Slice(offset, length), entry.TunnelMtu(current.Encapsulation), _icmp, out var size, out _))
            tun.Write(_icmp.AsSpan(0, size));
    }

    private bool TryReadSpi(ReadOnlySpan<byte> packet, out uint spi)
    {
        spi = 0;
        if (packet.Length < Ipv6Header.Size + 4 || packet[0] >> 4 != 6 || packet[6] != IpProtocol.Esp) return false;
        if (Ipv6Address.Read(packet[24..]) != homeAgent) return false;
        spi = BinaryPrimitives.ReadUInt32BigEndian(packet[Ipv6Header.Size..]);
        return true;
    }
}
