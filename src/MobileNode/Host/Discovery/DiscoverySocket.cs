using System.Threading.Channels;
using DsMip.Linux;
using DsMip.MobileNode.Network;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.MobileNode.Discovery;

/// <summary>Sends discovery requests and hears the replies, beside all that the packet loop does.</summary>
internal sealed class DiscoverySocket : IFrameHandler, IDisposable
{
    private const byte HopLimit = 64;

    // Anybody may send replies: what is not read in time is not worth reading.
    private readonly Channel<HomeAgentAddressDiscoveryReply> _replies = Channel.CreateBounded<HomeAgentAddressDiscoveryReply>(
        new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly CancellationTokenSource _stop = new();
    private readonly RawFrameSource _source;
    private readonly FrameSender _sender;
    private readonly FramePoller _poller;
    private readonly Thread _thread;
    private readonly DiscoverySource _from;

    /// <exception cref="LinuxException">A capability is missing, or the interface is gone.</exception>
    public DiscoverySocket(DiscoverySource from)
    {
        _from = from;
        _source = RawFrameSource.AddressDiscovery(Icmpv6Type.HomeAgentAddressDiscoveryReply);
        try
        {
            _sender = new FrameSender(MobilityRouting.Mark, from.Link.Name);
            _poller = new FramePoller(this);
            _poller.Add(_source);
        }
        catch
        {
            _poller?.Dispose();
            _sender?.Dispose();
            _source.Dispose();
            throw;
        }
        _thread = new Thread(() => _poller.Run(_stop.Token)) { IsBackground = true, Name = "home agent discovery" };
        _thread.Start();
    }

    public ChannelReader<HomeAgentAddressDiscoveryReply> Replies => _replies.Reader;

    /// <summary>Whatever becomes of it: the request is repeated.</summary>
    public Errno Send(HomeAgentAddressDiscoveryRequest request, Ipv6Address anycast)
    {
        var packet = new byte[Ipv6Header.Size + Icmpv6Codec.Measure(request)];
        var length = Icmpv6Codec.Write(request, _from.Address, anycast, packet.AsSpan(Ipv6Header.Size));
        new Ipv6Header(0, 0, (ushort)length, IpProtocol.Icmpv6, HopLimit, _from.Address, anycast).Write(packet);
        return _sender.Send(packet);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _poller.Dispose();
        _sender.Dispose();
        _source.Dispose();
        _stop.Dispose();
    }

    void IFrameHandler.Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        var frame = buffer.Slice(offset, length);
        if (Ipv6Header.TryRead(frame, out var header, out _) && header.Destination == _from.Address
            && Icmpv6Codec.TryRead(frame.Slice(Ipv6Header.Size, header.PayloadLength), header.Source, header.Destination, out var message, out _)
            && message is HomeAgentAddressDiscoveryReply reply)
            _replies.Writer.TryWrite(reply);
    }
}
