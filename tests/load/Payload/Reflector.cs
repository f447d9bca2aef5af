using System.Net;
using System.Net.Sockets;
using DsMip.Wire;

namespace DsMip.Load;

/// <summary>
/// The correspondent node of the payload check: answers every numbered packet with one of its own, and sends further ones at the interval that the
/// packet names, until it has heard nothing for ten seconds. Runs on the thread of <see cref="Run"/>.
/// </summary>
public sealed class Reflector : IDisposable
{
    private const int QueueBytes = 4 << 20;
    private const int PollMicroseconds = 1000;
    private const int AtOnce = 256;
    private static readonly long Patience = LoadClock.Of(TimeSpan.FromSeconds(10));
    private readonly Socket _socket = new(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
    private readonly Dictionary<SocketAddress, ReflectedFlow> _flows = [];
    private readonly PriorityQueue<ReflectedFlow, long> _due = new();
    private readonly byte[] _buffer = new byte[PayloadPacket.Size + 1];
    private readonly SocketAddress _from = new(AddressFamily.InterNetworkV6);

    /// <summary>Opens the socket in the network namespace of the calling thread.</summary>
    /// <exception cref="SocketException">The address is not ours, or the port is taken.</exception>
    public Reflector(Ipv6Address address, ushort port)
    {
        Span<byte> bytes = stackalloc byte[Ipv6Address.Size];
        address.Write(bytes);
        try
        {
            (_socket.ReceiveBufferSize, _socket.SendBufferSize) = (QueueBytes, QueueBytes);
            _socket.Bind(new IPEndPoint(new IPAddress(bytes), port));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Packets that came and could be read.</summary>
    public long Received { get; private set; }

    /// <summary>Runs until <paramref name="stop"/>, which is noticed within a millisecond or so.</summary>
    public void Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (_socket.Poll(PollMicroseconds, SelectMode.SelectRead)) ReceiveAll();
            SendDue(LoadClock.Now);
        }
    }

    public void Dispose() => _socket.Dispose();

    private void ReceiveAll()
    {
        for (var i = 0; i < AtOnce && TryReceive(out var length); i++)
            if (PayloadPacket.TryRead(_buffer.AsSpan(0, length), out var packet)) Take(packet, LoadClock.Now);
    }

    private bool TryReceive(out int length)
    {
        length = 0;
        try
        {
            length = _socket.ReceiveFrom(_buffer, SocketFlags.None, _from);
            return true;
        }
        catch (SocketException)
        {
            // Empty, or an ICMP error about something we sent: the next call tells.
            return false;
        }
    }

    private void Take(in PayloadPacket packet, long now)
    {
        Received++;
        var flow = FlowOf(packet, now);
        flow.Uplink.Add(packet.Number);
        (flow.Heard, flow.IntervalMilliseconds, flow.Clock) = (now, packet.IntervalMilliseconds, Math.Max(flow.Clock, packet.Clock));
        Send(flow);
    }

    private ReflectedFlow FlowOf(in PayloadPacket packet, long now)
    {
        if (_flows.TryGetValue(_from, out var flow) && flow.Run == packet.Run) return flow;
        var peer = new SocketAddress(AddressFamily.InterNetworkV6);
        _from.Buffer.CopyTo(peer.Buffer);
        flow = new ReflectedFlow(packet.Run) { Peer = peer };
        _flows[peer] = flow;
        _due.Enqueue(flow, now + Interval(packet.IntervalMilliseconds));
        return flow;
    }

    private void SendDue(long now)
    {
        for (var i = 0; i < AtOnce && _due.TryPeek(out var flow, out var due) && due <= now; i++)
        {
            _due.Dequeue();
            // A newer run has taken its place, or it has gone.
            if (now - flow.Heard > Patience || _flows.GetValueOrDefault(flow.Peer) != flow)
            {
                if (_flows.GetValueOrDefault(flow.Peer) == flow) _flows.Remove(flow.Peer);
                continue;
            }
            Send(flow);
            _due.Enqueue(flow, now + Interval(flow.IntervalMilliseconds));
        }
    }

    private void Send(ReflectedFlow flow)
    {
        flow.Next().Write(_buffer);
        try
        {
            _socket.SendTo(_buffer.AsSpan(0, PayloadPacket.Size), SocketFlags.None, flow.Peer);
        }
        catch (SocketException)
        {
            // A full queue or no route: it counts as lost, as it should.
        }
    }

    private static long Interval(uint milliseconds) => Math.Max(1, milliseconds) * 1_000_000L;
}
