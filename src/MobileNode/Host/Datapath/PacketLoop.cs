using System.Collections.Concurrent;
using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Core.Correspondents;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Datapath;

/// <summary>
/// The one thread that touches packets, IPsec and the tunnel. The protocol module hands it work, which it does between two batches; nothing on
/// the way of a payload packet waits for anybody.
/// </summary>
internal sealed class PacketLoop : IFrameHandler, IDisposable
{
    private readonly FramePoller _poller;
    private readonly FrameSources _sources;
    private readonly TunDevice _tun;
    private readonly IIpsecBoundary _ipsec;
    private readonly ReverseTunnel _tunnel;
    private readonly Uplink _uplink;
    private readonly Downlink _downlink;
    private readonly NativeFrames? _native;
    private readonly ConcurrentQueue<Action> _work = new();
    private bool _tunIsRead;

    /// <param name="native">What comes of the kernel's IPsec, and then the TUN is read always; null: IPsec is in this process.</param>
    public PacketLoop(
        FrameSources sources, TunDevice tun, IIpsecBoundary ipsec, ReverseTunnel tunnel, Uplink uplink, Downlink downlink, NativeFrames? native = null)
    {
        (_sources, _tun, _ipsec, _tunnel, _uplink, _downlink, _native) = (sources, tun, ipsec, tunnel, uplink, downlink, native);
        _poller = new FramePoller(this);
        foreach (var source in sources.All) _poller.Add(source);
        if (native is null) return;
        _poller.Add(native.Signalling);
        ReadTun(true);
    }

    /// <summary>Runs until stopped.</summary>
    /// <exception cref="LinuxException">The TUN interface is gone.</exception>
    public void Run(CancellationToken stop)
    {
        _poller.Run(stop);
        Woken();
    }

    /// <summary>Payload packets that came out of the tunnel; any thread reads.</summary>
    public long Received => _downlink.Received;

    /// <summary>The next number of the outbound SA. Binding Updates that still wait for this thread may take some more.</summary>
    public ulong? NextEspNumber => _ipsec.NextEspNumber;

    // What follows is called by the protocol module's loop, and done in this order.

    public void Send(SendBindingUpdate command) => Post(() => _uplink.Signalling(command));

    public void Solicit(MobilePrefixSolicitation message) => Post(() => _uplink.Solicitation(message));

    public void Acknowledge(BindingRevocationAcknowledgement message) => Post(() => _uplink.Acknowledgement(message));

    public void Send(SendFromHomeAddress command) => Post(() => _uplink.FromHomeAddress(command));

    public void Send(SendFromCareOfAddress command) => Post(() => _uplink.FromCareOfAddress(command));

    /// <summary>A route is set or cleared.</summary>
    public void Route(Action change) => Post(change);

    /// <summary>The path is that of a Binding Update that waits for its keys.</summary>
    public void Prepare(BindingUpdatePath path) => Post(() => _uplink.Prepare(path));

    public void ReserveThrough(ulong espNumber) => Post(() => _ipsec.ReserveThrough(espNumber));

    public void SetTunnel(SetTunnel command) => Post(() =>
    {
        _uplink.Switch(command);
        ReadTun(true);
    });

    /// <param name="discard">At home nothing is waited for: what strays into the TUN is dropped. Away it waits.</param>
    public void ClearTunnel(bool discard) => Post(() =>
    {
        _uplink.Clear(discard);
        ReadTun(discard || _native is not null);
    });

    public void KeepPayloadMapping() => Post(_uplink.KeepPayloadMapping);

    public void LinksChanged(LinkSnapshot seen) => Post(() => _uplink.LinksChanged(seen));

    public void SetIpv4HomeAddress(Ipv4Address address) => Post(() =>
    {
        var current = _tunnel.TryGet(out var tunnel) ? tunnel : (BidirectionalTunnel?)null;
        _tunnel.Switch(_tunnel.Home with { Ipv4 = address }, current);
    });

    /// <param name="networks">Behind us, as far as the home agent forwards them; null: none.</param>
    public void SetNetworks(MobileNetworks? networks) => Post(() =>
    {
        var current = _tunnel.TryGet(out var tunnel) ? tunnel : (BidirectionalTunnel?)null;
        _tunnel.Switch(_tunnel.Home with { Networks = networks }, current);
    });

    void IFrameHandler.Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        if (source == _tun) _uplink.Handle(buffer, offset, length);
        else if (_native is not null && _native.TryHandle(source, buffer, offset, length)) return;
        else if (source == _sources.ClearSignalling) _downlink.HandleClearSignalling(buffer.Slice(offset, length));
        else if (source.Kind is FrameSourceKind.IcmpError or FrameSourceKind.Icmpv6Error)
            _uplink.ErrorReceived(buffer.Slice(offset, length), DateTimeOffset.UtcNow);
        else _downlink.Handle(buffer.Slice(offset, length));
    }

    void IFrameHandler.EndBatch() => _uplink.Flush();

    public void Woken()
    {
        while (_work.TryDequeue(out var work)) work();
    }

    public void Dispose() => _poller.Dispose();

    private void Post(Action work)
    {
        _work.Enqueue(work);
        _poller.Wake();
    }

    private void ReadTun(bool read)
    {
        if (read == _tunIsRead) return;
        if (read) _poller.Add(_tun);
        else _poller.Remove(_tun);
        _tunIsRead = read;
    }
}
