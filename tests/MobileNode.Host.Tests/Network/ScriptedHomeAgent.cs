using System.Buffers.Binary;
using DsMip.IPsec;
using DsMip.Linux;
using DsMip.MobileNode.Configuration;
using DsMip.Testing;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>A Binding Update that came, how, and under which ESP sequence number.</summary>
internal sealed record SeenUpdate(BindingUpdate Message, Ingress Ingress, uint EspSequence);

/// <summary>A packet that came out of a tunnel.</summary>
internal sealed record SeenPayload(Ingress Ingress, IpAddress Source, byte[] Packet);

/// <summary>The other end: opens Binding Updates, notes payload, and answers as the test says.</summary>
internal sealed class ScriptedHomeAgent : IFrameHandler, IIpsecSink, IDisposable
{
    private readonly List<IDisposable> _parts = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly List<SeenUpdate> _updates = [];
    private readonly List<SeenPayload> _payload = [];
    private readonly List<BindingRevocationAcknowledgement> _revoked = [];
    private readonly List<IpsecDiscard> _discards = [];
    private readonly Lock _lock = new();
    private readonly FrameSender _sender;
    private readonly BitsPath _ipsec;
    private readonly MobileNodeOptions _options;
    private readonly Thread _thread;
    private byte[]? _output;
    private byte[] _sealed = [];
    private volatile bool _answers = true;
    private int _solicitations;

    public ScriptedHomeAgent(NetworkNamespace space, MobileNodeOptions options)
    {
        _options = options;
        var sad = Own(new SecurityAssociationDatabase());
        var update = TrafficSelector.MobilityHeader(options.HomeAgentAddress, options.HomeAddress, (byte)MobilityHeaderType.BindingUpdate, (byte)MobilityHeaderType.BindingRevocation);
        var acknowledgement = TrafficSelector.MobilityHeader(options.HomeAgentAddress, options.HomeAddress, (byte)MobilityHeaderType.BindingAcknowledgement, (byte)MobilityHeaderType.BindingRevocation, (byte)MobilityHeaderType.HomeAgentSwitch);
        var solicitation = TrafficSelector.Icmpv6(options.HomeAgentAddress, options.HomeAddress, (byte)Icmpv6Type.MobilePrefixSolicitation);
        if (options.Keys is { } keys)
        {
            Assert.True(sad.TryAdd(new InboundSecurityAssociation(keys.BindingUpdate.Parameters, update) { Second = solicitation }, out _));
            Assert.True(sad.TryAdd(new OutboundSecurityAssociation(keys.BindingAcknowledgement.Parameters, acknowledgement), out _));
        }
        var spd = new SecurityPolicyDatabase(
            SecurityPolicy.Protect(PolicyDirection.Outbound, acknowledgement), SecurityPolicy.Protect(PolicyDirection.Inbound, update));
        _ipsec = new BitsPath(sad, spd, this);
        (_sender, var poller) = space.Run(() =>
        {
            Own(StackShield.ForHomeAgent("test", options.HomeAgentAddress));
            var sender = Own(new FrameSender());
            var loop = Own(new FramePoller(this));
            loop.Add(Own(new UdpFrameSource(Ipv4Address.Any, Port.DsMip)));
            foreach (var protocol in new[] { IpProtocol.Ipv4, IpProtocol.Ipv6 })
            {
                loop.Add(Own(RawFrameSource.Ipv4(protocol)));
                loop.Add(Own(RawFrameSource.Ipv6(protocol)));
            }
            loop.Add(Own(new PacketTap([options.HomeAgentAddress])));
            return (sender, loop);
        });
        _thread = new Thread(() => poller.Run(_stop.Token)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether Binding Updates are acknowledged.</summary>
    public bool Answers { get => _answers; set => _answers = value; }

    public SeenUpdate[] Updates => Locked(() => _updates.ToArray());

    public BindingRevocationAcknowledgement[] Revoked => Locked(() => _revoked.ToArray());

    /// <summary>Mobile Prefix Solicitations under ESP, which are not answered.</summary>
    public int Solicitations => Volatile.Read(ref _solicitations);

    public SeenPayload[] Payload => Locked(() => _payload.ToArray());

    public IpsecDiscard[] Discards => Locked(() => _discards.ToArray());

    /// <summary>Acknowledges one that was left without an answer.</summary>
    public void Acknowledge(SeenUpdate update)
    {
        var message = new BindingAcknowledgement(
            BindingStatus.Accepted, BindingAcknowledgementFlags.None, update.Message.Sequence, update.Message.Lifetime, Options(update));
        Send(message, update.Ingress);
    }

    public void Send(IMobilityMessage message, Ingress way)
    {
        var header = MobilityHeaderCodec.Write(message, _options.HomeAgentAddress, _options.HomeAddress);
        var packet = new byte[Ipv6Header.Size + header.Length];
        new Ipv6Header(0, 0, (ushort)header.Length, IpProtocol.MobilityHeader, 64, _options.HomeAgentAddress, _options.HomeAddress).Write(packet);
        header.CopyTo(packet, Ipv6Header.Size);
        _output = null;
        if (_options.Keys is null) _output = packet;
        else _ipsec.Outbound(packet);
        _sealed = _output!;
        SendLastOneAgain(way);
    }

    /// <summary>The very same sealed packet.</summary>
    public void SendLastOneAgain(Ingress way)
    {
        var buffer = new byte[FrameLayout.Headroom + _sealed.Length];
        _sealed.CopyTo(buffer, FrameLayout.Headroom);
        Assert.True(Answer.TryReverse(buffer, FrameLayout.Headroom, _sealed.Length, way, out var offset, out var length, out _, allowClear: _options.Keys is null));
        Assert.Equal(Errno.None, _sender.Send(buffer.AsSpan(offset, length)));
    }

    /// <summary>Sends a plain packet down a tunnel, or from anywhere else.</summary>
    public void SendDown(ReadOnlySpan<byte> inner, BidirectionalTunnel tunnel)
    {
        var buffer = new byte[FrameLayout.Headroom + inner.Length];
        inner.CopyTo(buffer.AsSpan(FrameLayout.Headroom));
        Assert.True(Encapsulator.TryEncapsulate(buffer, FrameLayout.Headroom, inner.Length, tunnel, new TunnelEntry(), out var offset, out var length, out _));
        Assert.Equal(Errno.None, _sender.Send(buffer.AsSpan(offset, length)));
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _parts.Reverse();
        foreach (var part in _parts) part.Dispose();
        _stop.Dispose();
    }

    void IFrameHandler.Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        var frame = buffer.Slice(offset, length);
        if (!Decapsulator.TryDecapsulate(frame, out var ingress, out var inner, out _)) return;
        var packet = frame[inner];
        if (ingress.Encapsulation == Encapsulation.UdpIpv4 && TunnelledHomeAddress.TryRemoveOption(packet, out var removed, out _) && removed != 0)
        {
            packet = packet[removed..];
            ingress = ingress with { HomeAddressOption = true };
        }
        if (packet[0] >> 4 == 6 && packet[6] == IpProtocol.Esp) Sealed(packet, ingress);
        else if (packet[0] >> 4 == 6 && packet[6] == IpProtocol.MobilityHeader && _options.Keys is null) Opened(packet, ingress, 0);
        else if (InnerPacket.TryReadSource(packet, out var from)) Note(_payload, new SeenPayload(ingress, from, packet.ToArray()));
    }

    void IIpsecSink.Clear(ReadOnlySpan<byte> packet) => _output = packet.ToArray();

    void IIpsecSink.Protected(ReadOnlySpan<byte> packet) => _output = packet.ToArray();

    void IIpsecSink.Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => Note(_discards, why);

    // The route for tests behind 10/8: as if there were a NAT.
    private static MobilityOptions Options(SeenUpdate update)
    {
        if (update.Ingress.Encapsulation != Encapsulation.UdpIpv4) return Ipv4(update, MobilityOptions.None);
        var nat = update.Ingress.Remote.AsIpv4.Value >> 24 == 10;
        return Ipv4(update, MobilityOptions.Of(new NatDetectionOption(false, nat ? 30 : NatDetectionOption.NoKeepaliveNeeded)));
    }

    private static MobilityOptions Ipv4(SeenUpdate update, MobilityOptions options) =>
        update.Message.Options.Find<Ipv4HomeAddressOption>() is { } asked
            ? options.With(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 32, asked.HomeAddress))
            : options;

    private void Sealed(ReadOnlySpan<byte> packet, in Ingress ingress)
    {
        var sequence = BinaryPrimitives.ReadUInt32BigEndian(packet[(Ipv6Header.Size + 4)..]);
        _output = null;
        _ipsec.Inbound(packet);
        if (_output is not null && _output[6] == IpProtocol.Icmpv6) Interlocked.Increment(ref _solicitations);
        else if (_output is not null) Opened(_output, ingress, sequence);
    }

    private void Opened(ReadOnlySpan<byte> packet, in Ingress ingress, uint sequence)
    {
        Assert.True(MobilityHeaderCodec.TryRead(packet[Ipv6Header.Size..], _options.HomeAddress, _options.HomeAgentAddress, out var message, out _));
        if (message is BindingRevocationAcknowledgement answer)
        {
            Note(_revoked, answer);
            return;
        }
        var update = new SeenUpdate((BindingUpdate)message!, ingress, sequence);
        Note(_updates, update);
        if (Answers) Acknowledge(update);
    }

    private void Note<T>(List<T> list, T item) => Locked(() =>
    {
        list.Add(item);
        return true;
    });

    private T Locked<T>(Func<T> action)
    {
        lock (_lock) return action();
    }

    private T Own<T>(T part) where T : IDisposable
    {
        _parts.Add(part);
        return part;
    }
}
