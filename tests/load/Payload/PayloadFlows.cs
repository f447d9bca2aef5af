using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Load;

/// <summary>Numbered payload in the tunnels of some nodes. One thread; times in nanoseconds.</summary>
internal sealed class PayloadFlows
{
    private const ushort NodePort = 4190;
    private const byte HopLimit = 64;
    private const int AtOnce = 256;
    private const int Examples = 8;
    private const int PacketSize = Ipv6Header.Size + UdpHeader.Size + PayloadPacket.Size;
    private readonly LoadSettings _settings;
    private readonly SendBatch _output;
    private readonly PayloadFlow[] _flows;
    private readonly Dictionary<SimulatedNode, PayloadFlow> _byNode;
    private readonly byte[] _buffer = new byte[Encapsulator.Headroom + PacketSize];
    private readonly List<string> _examples = [];
    private readonly ulong _run = (ulong)DateTimeOffset.UtcNow.Ticks;
    private readonly double _gap;
    private double _next;
    private int _cursor;
    private long _misdelivered;
    private long _now;

    public PayloadFlows(LoadSettings settings, SimulatedNode[] nodes, SendBatch output)
    {
        (_settings, _output) = (settings, output);
        var count = settings.Payload is { } payload ? Math.Max(1, (int)(nodes.Length * payload.Share)) : 0;
        _flows = [.. nodes.Take(count).Select(node => new PayloadFlow(node))];
        _byNode = _flows.ToDictionary(flow => flow.Node);
        _gap = count == 0 ? 0 : LoadClock.Of(settings.Payload!.Interval) / (double)count;
    }

    /// <summary>What nobody was there to receive before does not count as silence.</summary>
    public void Begin(long now)
    {
        _next = now;
        foreach (var flow in _flows) flow.LastHeard = 0;
    }

    /// <summary>Sends what is due. Packets that a late call would have to catch up with are left out after the first 256.</summary>
    public void SendDue(long now)
    {
        _now = now;
        if (_flows.Length == 0) return;
        for (var i = 0; i < AtOnce && _next <= now; i++)
        {
            _next += _gap;
            var flow = _flows[_cursor];
            _cursor = (_cursor + 1) % _flows.Length;
            if (flow.Node.IsRegistered) Send(flow, now);
        }
        if (now - _next > AtOnce * _gap) _next = now;
    }

    /// <param name="packet">IPv6 and UDP, out of the tunnel.</param>
    public void Receive(SimulatedNode node, ReadOnlySpan<byte> packet, in Attachment at, long now)
    {
        if (!_byNode.TryGetValue(node, out var flow)) return;
        if (packet.Length != PacketSize || !PayloadPacket.TryRead(packet[(Ipv6Header.Size + UdpHeader.Size)..], out var payload)) return;
        if (payload.Run != _run) return;
        if (!flow.Belongs(payload, at, now)) Misdelivered(node, at);
        flow.Downlink.Add(payload.Number);
        if (payload.Highest >= flow.Reported.Highest) flow.Reported = payload;
        flow.Heard(now);
    }

    public PayloadReport Report()
    {
        foreach (var flow in _flows) flow.NoteSilence(_now);
        return new PayloadReport(
            _flows.Sum(flow => (long)flow.Sent),
            _flows.Sum(flow => (long)(flow.Reported.Highest - flow.Reported.Received)),
            _flows.Sum(flow => (long)flow.Reported.Copies),
            _flows.Sum(flow => (long)flow.Downlink.Received),
            _flows.Sum(flow => (long)flow.Downlink.Missing),
            _flows.Sum(flow => (long)flow.Downlink.Copies),
            _misdelivered,
            LoadClock.ToTime(_flows.Length == 0 ? 0 : _flows.Max(flow => flow.LongestSilence)),
            _flows.Count(flow => flow.Downlink.Received == 0)) { Examples = [.. _examples] };
    }

    private void Send(PayloadFlow flow, long now)
    {
        if (flow.LastHeard == 0) flow.LastHeard = now;
        var (home, payload) = (flow.Node.Identity.HomeAddress, _settings.Payload!);
        var packet = _buffer.AsSpan(Encapsulator.Headroom);
        new Ipv6Header(0, 0, PacketSize - Ipv6Header.Size, IpProtocol.Udp, HopLimit, home, payload.Correspondent).Write(packet);
        var datagram = packet[Ipv6Header.Size..];
        new UdpHeader(NodePort, payload.Port, (ushort)datagram.Length).Write(datagram);
        new PayloadPacket(_run, ++flow.Sent, 0, 0, 0, (uint)payload.Interval.TotalMilliseconds, now).Write(datagram[UdpHeader.Size..]);
        UdpHeader.Seal(datagram, home, payload.Correspondent);
        if (Encapsulator.TryEncapsulate(_buffer, Encapsulator.Headroom, PacketSize, TunnelOf(flow.Node), new TunnelEntry(), out var offset, out var length, out _))
            _output.Add(_buffer.AsSpan(offset, length));
    }

    private BidirectionalTunnel TunnelOf(SimulatedNode node) => node.Encapsulation switch
    {
        Encapsulation.Ipv6 => new(Encapsulation.Ipv6, node.Active.Address, _settings.HomeAgent),
        Encapsulation.Ipv4 => new(Encapsulation.Ipv4, node.Active.Address, _settings.HomeAgentIpv4),
        _ => new(Encapsulation.UdpIpv4, node.Active.Address, _settings.HomeAgentIpv4, node.Active.Port, Port.DsMip),
    };

    private void Misdelivered(SimulatedNode node, in Attachment at)
    {
        _misdelivered++;
        if (_examples.Count < Examples) _examples.Add($"{node.Identity.HomeAddress} is at {node.Active}, was at {node.Former}; its packet came to {at}");
    }
}
