using System.Threading.Channels;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Tracing;

/// <summary>
/// Picks the packets of traced mobile nodes out of those of this process. While there is nothing to trace the edge is not observed and entities look at one
/// field; what comes faster than it is fetched is counted and gone. Any thread.
/// </summary>
public sealed class PacketWatch(BindingTable table, TimeProvider clock) : IFrameObserver
{
    private const int MostWaiting = 2048;
    private readonly Lock _gate = new();
    private readonly List<Action<IFrameObserver?>> _places = [];
    private readonly Channel<TracedPacket> _seen = Channel.CreateBounded<TracedPacket>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private volatile FollowedTrace[] _followed = [];
    private long _missed;

    public bool IsOn => _followed.Length > 0;

    internal ChannelReader<TracedPacket> Seen => _seen.Reader;

    /// <summary>Where frames pass: it is given this when there is something to trace, and null when there is nothing any more.</summary>
    public void Attach(Action<IFrameObserver?> place)
    {
        lock (_gate)
        {
            _places.Add(place);
            if (IsOn) place(this);
        }
    }

    /// <summary>How many were missed since it was asked last.</summary>
    internal long TakeMissed() => Interlocked.Exchange(ref _missed, 0);

    /// <summary>These, and no others. Those that were followed before keep their counts.</summary>
    internal void Follow(IEnumerable<PacketTraceRequest> traces)
    {
        lock (_gate)
        {
            var wasOn = IsOn;
            _followed = [.. traces.Select(trace => _followed.FirstOrDefault(one => one.Request.Trace == trace.Trace) ?? new FollowedTrace(trace))];
            if (wasOn == IsOn) return;
            foreach (var place in _places) place(IsOn ? this : null);
        }
    }

    void IFrameObserver.Received(FrameSourceKind kind, ReadOnlySpan<byte> frame)
    {
        // Inside the home agent; what was opened is shown by the entities.
        if (kind is not (FrameSourceKind.Tunnel or FrameSourceKind.MobilityHeader)) Look(frame, PacketPlace.Received);
    }

    void IFrameObserver.Sent(ReadOnlySpan<byte> frame) => Look(frame, PacketPlace.Sent);

    /// <summary>The signalling of a mobile node outside of IPsec.</summary>
    /// <param name="packet">From its IPv6 header on.</param>
    public void Signalling(Ipv6Address home, PacketPlace place, byte[] packet)
    {
        foreach (var one in _followed)
            if (one.Request.HomeAddress == home) Keep(one, place, packet, clock.GetUtcNow());
    }

    private void Look(ReadOnlySpan<byte> frame, PacketPlace place)
    {
        if (!FrameLayers.TryRead(frame, out var layers)) return;
        var now = clock.GetUtcNow();
        foreach (var one in _followed)
            if (IsOf(one.Request.HomeAddress, layers)) Keep(one, place, frame, now);
    }

    private bool IsOf(Ipv6Address home, in FrameLayers layers)
    {
        if (layers.Names(home)) return true;
        if (!table.TryFindEntry(home, out var entry)) return false;
        if (entry.Home.HasIpv4 && layers.Names(entry.Home.Ipv4)) return true;
        if (entry.Home.Networks is { } networks && (networks.Contains(layers.InnerSource) || networks.Contains(layers.InnerDestination))) return true;
        // What shows another's addresses is his.
        if (layers.IsTunnelled || !layers.HomeAddressOption.IsUnspecified || !layers.RoutedHomeAddress.IsUnspecified) return false;
        var tunnel = entry.Tunnel;
        var (remote, port) = layers.Source == tunnel.Remote ? (layers.Source, layers.SourcePort) : (layers.Destination, layers.DestinationPort);
        return remote == tunnel.Remote && (tunnel.RemotePort == 0 || port == tunnel.RemotePort || layers.Protocol == IpProtocol.Esp);
    }

    private void Keep(FollowedTrace one, PacketPlace place, ReadOnlySpan<byte> packet, DateTimeOffset now)
    {
        if (!one.TryTake()) return;
        if (!_seen.Writer.TryWrite(new TracedPacket(one.Request.Trace, now, place, packet.ToArray()))) Interlocked.Increment(ref _missed);
    }

    private sealed class FollowedTrace(PacketTraceRequest request)
    {
        private int _left = request.MostPackets;

        public PacketTraceRequest Request { get; } = request;

        public bool TryTake() => Volatile.Read(ref _left) > 0 && Interlocked.Decrement(ref _left) >= 0;
    }
}
