using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Load.Tests.Fixtures;

/// <summary>
/// A home agent that keeps nothing and answers as it is told, on a thread of its own: what the generator makes of each kind of answer can be seen at will.
/// </summary>
internal sealed class ScriptedHomeAgent : IFrameHandler, IDisposable
{
    public static readonly Ipv6Address Address = Ipv6Address.Parse("2001:db8:1::1");
    public static readonly Ipv4Address Ipv4Address = Ipv4Address.Parse("198.51.100.1");
    private readonly Dictionary<Ipv6Address, LoadNode> _nodes;
    private readonly Dictionary<Ipv6Address, (AntiReplayWindow Accepted, ulong Next)> _numbers = [];
    private readonly Script _script;
    private readonly NodeIpsec _ipsec = new();
    private readonly FrameSender _sender = new();
    private readonly UdpFrameSource _source = new(Ipv4Address, Port.DsMip);
    private readonly FramePoller _poller;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;

    /// <summary>Open it in its namespace.</summary>
    public ScriptedHomeAgent(IEnumerable<LoadNode> nodes, Script script)
    {
        _nodes = nodes.ToDictionary(node => node.HomeAddress);
        _script = script;
        _poller = new FramePoller(this);
        _poller.Add(_source);
        _thread = new Thread(() => _poller.Run(_stop.Token)) { IsBackground = true };
        _thread.Start();
    }

    /// <returns>The answers to a Binding Update, in order; none at all is one of the choices.</returns>
    public delegate IEnumerable<BindingAcknowledgement> Script(LoadNode node, BindingUpdate update, Ingress ingress);

    public static BindingAcknowledgement Accept(BindingUpdate update, BindingStatus status = BindingStatus.Accepted) => new(
        status, BindingAcknowledgementFlags.None, update.Sequence, update.Lifetime, MobilityOptions.Of(new NatDetectionOption(false, 30)));

    public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        var frame = buffer.Slice(offset, length);
        Assert.True(Decapsulator.TryDecapsulate(frame, out var ingress, out var inner, out _));
        var home = Ipv6Address.Read(frame[inner][8..]);
        var node = _nodes[home];
        var (accepted, next) = _numbers.TryGetValue(home, out var known) ? known : (new AntiReplayWindow(), 1UL);
        if (!_ipsec.TryOpen(node.BindingUpdate, accepted, frame[inner], out var clear)) return;
        Assert.True(MobilityHeaderCodec.TryRead(clear[Ipv6Header.Size..], home, Address, out var message, out _));
        foreach (var answer in _script(node, (BindingUpdate)message!, ingress)) Answer(node, answer, ingress, ref next);
        _numbers[home] = (accepted, next);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _poller.Dispose();
        _source.Dispose();
        _sender.Dispose();
        _stop.Dispose();
    }

    private void Answer(LoadNode node, BindingAcknowledgement answer, in Ingress ingress, ref ulong next)
    {
        var length = MobilityHeaderCodec.Measure(answer);
        var packet = new byte[Ipv6Header.Size + length];
        new Ipv6Header(0, 0, (ushort)length, IpProtocol.MobilityHeader, 64, Address, node.HomeAddress).Write(packet);
        MobilityHeaderCodec.Write(answer, Address, node.HomeAddress, packet.AsSpan(Ipv6Header.Size));
        var sealedPacket = _ipsec.Seal(node.BindingAcknowledgement, ref next, packet);
        var buffer = new byte[Tunnel.Answer.Headroom + sealedPacket.Length];
        sealedPacket.CopyTo(buffer.AsSpan(Tunnel.Answer.Headroom));
        Assert.True(Tunnel.Answer.TryReverse(buffer, Tunnel.Answer.Headroom, sealedPacket.Length, ingress, out var offset, out var total, out _));
        _sender.Send(buffer.AsSpan(offset, total));
    }
}
