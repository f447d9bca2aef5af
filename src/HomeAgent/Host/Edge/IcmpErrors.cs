using DsMip.Linux;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>
/// ICMP errors of our own, not too many of them (RFC 4443 2.4(f)). They go out by the raw socket: the kernel would take an IPv4 packet with its
/// own address as source for a forged one if it came from the TUN. Not by the batch: some are about packets that the batch could not send.
/// </summary>
internal sealed class IcmpErrors(TunnelIcmp icmp, BindingTable table, FrameSender sender)
{
    private const int PerSecond = 200;
    private readonly byte[] _buffer = new byte[FrameLayout.Headroom + TunnelIcmp.MaximumSize];
    private long _second;
    private int _sent;

    private Span<byte> Packet => _buffer.AsSpan(FrameLayout.Headroom);

    public void TooBig(ReadOnlySpan<byte> packet, int tunnelMtu, DateTimeOffset now)
    {
        if (icmp.TryPacketTooBig(packet, tunnelMtu, Packet, out var length, out _) && TryTake(now)) Send(length, now);
    }

    public void Unreachable(ReadOnlySpan<byte> packet, DateTimeOffset now)
    {
        if (icmp.TryUnreachable(packet, Packet, out var length, out _) && TryTake(now)) Send(length, now);
    }

    public void TimeExceeded(ReadOnlySpan<byte> packet, DateTimeOffset now)
    {
        if (icmp.TryTimeExceeded(packet, Packet, out var length, out _) && TryTake(now)) Send(length, now);
    }

    /// <summary>Passes an error from inside a tunnel on to the sender of the packet it quotes.</summary>
    public void Relay(ReadOnlySpan<byte> frame, in TunnelError error, DateTimeOffset now)
    {
        if (icmp.TryRelay(frame, error, Packet, out var length, out _) && TryTake(now)) Send(length, now);
    }

    /// <summary>Last: what no error may be sent about must not use up what others are owed.</summary>
    private bool TryTake(DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        if (second != _second) (_second, _sent) = (second, 0);
        return _sent++ < PerSecond;
    }

    /// <summary>The sender may be a mobile node itself, away from home.</summary>
    private void Send(int length, DateTimeOffset now)
    {
        if (!InnerPacket.TryReadDestination(Packet[..length], out var destination)) return;
        var bound = destination.IsIpv4
            ? table.TryFind(destination.AsIpv4, now, out var tunnel)
            : table.TryFind(destination.AsIpv6, now, out tunnel);
        if (bound) TunnelTransmission.Send(_buffer, FrameLayout.Headroom, length, tunnel, new TunnelEntry(), new ImmediateOutput(sender));
        else sender.Send(Packet[..length]);
    }
}
