using DsMip.Linux.Interop;
using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>
/// Sees IPv6 packets with a Home Address option, a type 2 routing header or ESP before the kernel's own stack judges them (RFC 6275 6.3,
/// 6.4). A copy only: <see cref="StackShield"/> keeps the stack from answering the original.
/// </summary>
public sealed class PacketTap : IFrameSource
{
    /// <summary>Most destination addresses that the filter takes: a BPF program has at most 4096 instructions.</summary>
    public const int MaximumDestinations = 256;

    private readonly FrameReceiver _receiver;
    private readonly int _excludedInterface;
    private readonly bool _mobilityHeaders;

    /// <param name="destinations">Only packets to these addresses; none means to any address.</param>
    /// <param name="interfaceIndex">Only packets arriving there; 0 means everywhere.</param>
    /// <param name="excludedInterface">Never packets arriving there: what we write to our own TUN must not come back here; 0 means none.</param>
    /// <exception cref="LinuxException">CAP_NET_RAW is missing, or there is no such interface.</exception>
    public PacketTap(ReadOnlySpan<Ipv6Address> destinations, int interfaceIndex = 0, int excludedInterface = 0)
        : this(destinations, interfaceIndex, excludedInterface, mobilityHeaders: false)
    {
    }

    private PacketTap(ReadOnlySpan<Ipv6Address> destinations, int interfaceIndex, int excludedInterface, bool mobilityHeaders)
    {
        _excludedInterface = excludedInterface;
        _mobilityHeaders = mobilityHeaders;
        _receiver = new FrameReceiver(PacketSocket.Open(), 0, PacketSocket.Name);
        try
        {
            SetDestinations(destinations);
            _receiver.EnlargeQueue();
            PacketSocket.Bind(_receiver.Socket, EtherType.Ipv6, interfaceIndex);
        }
        catch
        {
            _receiver.Dispose();
            throw;
        }
    }

    /// <summary>What is sent to a home agent, clear Mobility Headers included.</summary>
    /// <inheritdoc cref="PacketTap(ReadOnlySpan{Ipv6Address}, int, int)"/>
    public static PacketTap AtHomeAgent(Ipv6Address destination, int excludedInterface) => new([destination], 0, excludedInterface, mobilityHeaders: true);

    public FrameSourceKind Kind => FrameSourceKind.PacketTap;
    public int FileDescriptor => _receiver.Socket.Number;
    public long Truncated => _receiver.Truncated;
    public long QueueDrops => _receiver.QueueDrops;

    /// <summary>Replaces the destinations; any thread. Packets already queued under the old ones still come.</summary>
    public void SetDestinations(ReadOnlySpan<Ipv6Address> destinations)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destinations.Length, MaximumDestinations);
        PacketSocket.Attach(_receiver.Socket, TapFilter.Build(destinations, _excludedInterface, _mobilityHeaders));
    }

    public int Receive(IFrameHandler handler)
    {
        var count = _receiver.Receive();
        for (var i = 0; i < count; i++)
            if (_receiver.IsWhole(i)) handler.Handle(this, _receiver.Batch.Buffer(i), FrameLayout.Headroom, _receiver.Batch.Length(i));
        return count;
    }

    public void Dispose() => _receiver.Dispose();
}
