using System.Buffers.Binary;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>
/// What the kernel did not take. Too long for the link: the path MTU is learned from the kernel's routes, and the sender of the packet inside is
/// told (RFC 2473 7.1), so that a narrow uplink is no black hole.
/// </summary>
internal sealed class RefusedFrames(
    HomeAgentOptions options, PathMtuTable pathMtus, IcmpErrors errors, HomeAgentMetrics metrics, TimeProvider clock) : IRefusedFrames
{
    public void Refused(ReadOnlySpan<byte> frame, Errno why)
    {
        metrics.Dropped(why == Errno.EMSGSIZE ? DropReason.PacketTooBig : DropReason.Unreachable);
        if (why == Errno.EMSGSIZE && InnerPacket.TryReadDestination(frame, out var destination)) TooLong(frame, destination, clock.GetUtcNow());
    }

    private void TooLong(ReadOnlySpan<byte> frame, IpAddress destination, DateTimeOffset now)
    {
        if (frame.Length <= pathMtus.Find(destination, now) && RouteMtu.TryAsk(destination, KernelPlumbing.Number, out var mtu))
            pathMtus.Lower(destination, mtu, now);
        // Sealed: the next packet too long is refused by our own books, and then the kernel learns of it.
        if (IsSealed(frame)) return;
        var overhead = Overhead(frame);
        errors.TooBig(frame[overhead..], pathMtus.Find(destination, now) - overhead, now);
    }

    /// <summary>Payload that our kernel has sealed, in a frame of ours. What others seal for a node at home is a packet like any.</summary>
    internal bool IsSealed(ReadOnlySpan<byte> frame)
    {
        if (!InnerPacket.TryReadSource(frame, out var source)) return false;
        if (!source.IsIpv4) return source == options.HomeAgentAddress && frame[6] == IpProtocol.Esp;
        var udp = (frame[0] & 0x0f) * 4;
        return options.HomeAgentIpv4Address is { } own && source == own && frame[9] == IpProtocol.Udp && frame.Length >= udp + UdpHeader.Size
            && BinaryPrimitives.ReadUInt16BigEndian(frame[udp..]) == Port.IpsecNatTraversal;
    }

    /// <summary>Bytes of our own outer headers; 0 for a packet on its way to the home link.</summary>
    private int Overhead(ReadOnlySpan<byte> frame)
    {
        if (!InnerPacket.TryReadSource(frame, out var source)) return 0;
        if (source == options.HomeAgentAddress) return OfProtocol(frame[6], Encapsulation.Ipv6);
        if (options.HomeAgentIpv4Address is not { } ipv4 || source != ipv4) return 0;
        return frame[9] == IpProtocol.Udp ? TunnelMtu.Overhead(Encapsulation.UdpIpv4) : OfProtocol(frame[9], Encapsulation.Ipv4);
    }

    private static int OfProtocol(byte protocol, Encapsulation encapsulation) =>
        protocol is IpProtocol.Ipv4 or IpProtocol.Ipv6 ? TunnelMtu.Overhead(encapsulation) : 0;
}
