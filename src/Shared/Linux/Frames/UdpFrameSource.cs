using System.Buffers.Binary;
using DsMip.Linux.Interop;
using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>A UDP port over IPv4 (RFC 5555 4.1): yields IPv4 | UDP | payload. Answers leave through <see cref="FrameSender"/>.</summary>
public sealed class UdpFrameSource : IFrameSource
{
    private readonly FrameReceiver _receiver;

    /// <param name="address">Local address, or 0.0.0.0 for all: the frame names the one that was used.</param>
    /// <param name="port">Local port, or 0 for any free one.</param>
    /// <param name="mark">SO_MARK, 0 for none.</param>
    /// <exception cref="LinuxException">The port is taken, the address is not ours, or a capability is missing.</exception>
    public UdpFrameSource(Ipv4Address address, ushort port, uint mark = 0)
    {
        var name = $"UDP {address}:{port}";
        var socket = Sockets.Open(Af.Inet, SocketType.Datagram | SocketType.NonBlocking, 0, $"opening {name}");
        _receiver = new FrameReceiver(socket, SyntheticHeader.Ipv4UdpSize, name);
        try
        {
            Configure(socket, mark);
            _receiver.EnlargeQueue();
            Sockets.Bind(socket, address, port, $"binding {name}");
            LocalPort = Sockets.LocalPort(socket);
        }
        catch
        {
            _receiver.Dispose();
            throw;
        }
    }

    public ushort LocalPort { get; }
    public FrameSourceKind Kind => FrameSourceKind.Udp;
    public int FileDescriptor => _receiver.Socket.Number;
    public long Truncated => _receiver.Truncated;
    public long QueueDrops => _receiver.QueueDrops;

    public int Receive(IFrameHandler handler)
    {
        var count = _receiver.Receive();
        for (var i = 0; i < count; i++)
            if (_receiver.IsWhole(i)) Deliver(handler, i);
        return count;
    }

    public void Dispose() => _receiver.Dispose();

    private void Deliver(IFrameHandler handler, int index)
    {
        var batch = _receiver.Batch;
        var buffer = batch.Buffer(index);
        var length = batch.Length(index);
        SyntheticHeader.WriteIpv4Udp(buffer[FrameLayout.Headroom..], Envelope(batch.Name(index), batch.Controls(index)), length);
        handler.Handle(this, buffer, FrameLayout.Headroom, SyntheticHeader.Ipv4UdpSize + length);
    }

    private UdpEnvelope Envelope(ReadOnlySpan<byte> sender, ControlMessages controls)
    {
        Ipv4Address destination = default;
        byte tos = 0, ttl = 0;
        while (controls.MoveNext())
        {
            // struct in_pktinfo: interface, local address, then the destination of the IPv4 header.
            if (controls.Is(Level.Ip, IpOption.PacketInformation)) destination = Ipv4Address.Read(controls.Data[8..]);
            else if (controls.Is(Level.Ip, IpOption.Tos)) tos = (byte)controls.Number;
            else if (controls.Is(Level.Ip, IpOption.Ttl)) ttl = (byte)controls.Number;
        }
        return new UdpEnvelope(Ipv4Address.Read(sender[4..]), BinaryPrimitives.ReadUInt16BigEndian(sender[2..]), destination, LocalPort, tos, ttl);
    }

    private static void Configure(Descriptor socket, uint mark)
    {
        const string operation = "setting options of a UDP socket";
        Sockets.Set(socket, Level.Ip, IpOption.PacketInformation, 1, operation);
        Sockets.Set(socket, Level.Ip, IpOption.ReceiveTos, 1, operation);
        Sockets.Set(socket, Level.Ip, IpOption.ReceiveTtl, 1, operation);
        Sockets.Set(socket, Level.Ip, IpOption.MtuDiscover, IpOption.MtuDiscoverDo, operation);
        Sockets.Mark(socket, mark);
    }
}
