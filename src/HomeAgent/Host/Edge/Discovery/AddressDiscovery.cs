using DsMip.HomeAgent.Core.Discovery;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.HomeAgent.Edge.Discovery;

/// <summary>
/// Answers Home Agent Address Discovery Requests (RFC 6275 10.5.1). Nobody authenticates them, and an answer is longer than its question: so not many
/// of them, and few to one address. One thread.
/// </summary>
internal sealed class AddressDiscovery(
    HomeAgentOptions options, HomeAgentsOnLink link, TunnelEntrance tunnels, AddressDiscovery.Sender send, HomeAgentMetrics metrics, Random random)
{
    public const int PerSecond = 100, PerSourceAndSecond = 3;
    private const byte HopLimit = 64;

    private readonly byte[] _buffer = new byte[FrameLayout.BufferSize];
    private readonly SecondlyBudget<Ipv6Address> _each = new(PerSourceAndSecond);
    private readonly SecondlyBudget<int> _all = new(PerSecond);
    private readonly Ipv6Address? _anycast = HomeAgentsAnycast.Of(options.HomePrefix);

    public delegate Errno Sender(ReadOnlySpan<byte> packet);

    /// <param name="frame">IPv6 and ICMPv6.</param>
    public void Handle(ReadOnlySpan<byte> frame, DateTimeOffset now)
    {
        var why = Read(frame, out var header, out var request);
        if (why == DropReason.None && !TryTake(header.Source, now)) why = DropReason.RateLimited;
        if (why == DropReason.None) Answer(header.Source, request!, now);
        else metrics.Dropped(why);
    }

    private DropReason Read(ReadOnlySpan<byte> frame, out Ipv6Header header, out HomeAgentAddressDiscoveryRequest? request)
    {
        request = null;
        if (!Ipv6Header.TryRead(frame, out header, out var why)) return why;
        if (header.Destination != _anycast && header.Destination != options.HomeAgentAddress) return DropReason.NotForUs;
        if (!header.Source.IsUnicastRoutable || header.Source == options.HomeAgentAddress || header.Source == _anycast) return DropReason.BadSourceAddress;
        if (!Icmpv6Codec.TryRead(frame.Slice(Ipv6Header.Size, header.PayloadLength), header.Source, header.Destination, out var message, out why)) return why;
        request = message as HomeAgentAddressDiscoveryRequest;
        return request is null ? DropReason.UnexpectedMessage : DropReason.None;
    }

    private bool TryTake(Ipv6Address source, DateTimeOffset now) => _all.HasRoom(0, now) && _each.TryTake(source, now) && _all.TryTake(0, now);

    private void Answer(Ipv6Address source, HomeAgentAddressDiscoveryRequest request, DateTimeOffset now)
    {
        var ourselves = new KnownHomeAgent([options.HomeAgentAddress], options.AddressDiscovery.Preference, options.MobileRouters);
        var reply = HomeAgentAddresses.Answer(request, [ourselves, .. options.AddressDiscovery.Others, .. link.Take(now)], random);
        var packet = _buffer.AsSpan(FrameLayout.Headroom);
        var length = Icmpv6Codec.Write(reply, options.HomeAgentAddress, source, packet[Ipv6Header.Size..]);
        new Ipv6Header(0, 0, (ushort)length, IpProtocol.Icmpv6, HopLimit, options.HomeAgentAddress, source).Write(packet);
        // Who asks may be a mobile node that is bound already.
        if (tunnels.TryFind(source, now, out var tunnel))
            tunnels.Send(_buffer, FrameLayout.Headroom, Ipv6Header.Size + length, tunnel, false, PacketDirection.Downlink, now);
        else if (send(packet[..(Ipv6Header.Size + length)]) != Errno.None) metrics.Dropped(DropReason.Unreachable);
    }
}
