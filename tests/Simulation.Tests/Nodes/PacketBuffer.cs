using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Nodes;

/// <summary>A packet with headroom, the way the tunnel module wants it.</summary>
internal static class PacketBuffer
{
    private const int Headroom = 64;

    public delegate bool Operation(Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why);

    /// <summary>The frame that the operation makes of the packet; null with a reason if it refuses.</summary>
    public static byte[]? Apply(ReadOnlySpan<byte> packet, Operation operation)
    {
        var buffer = new byte[Headroom + packet.Length];
        packet.CopyTo(buffer.AsSpan(Headroom));
        return operation(buffer, Headroom, packet.Length, out var offset, out var length, out _) ? buffer[offset..(offset + length)] : null;
    }

    public static byte[]? Encapsulate(ReadOnlySpan<byte> packet, BidirectionalTunnel tunnel) =>
        Apply(packet, (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) =>
            Encapsulator.TryEncapsulate(buffer, offset, length, tunnel, new TunnelEntry(), out newOffset, out newLength, out why));
}
