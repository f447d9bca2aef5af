using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>Sends a packet into a tunnel, in pieces if it is IPv4 that may be fragmented and does not fit.</summary>
public static class TunnelTransmission
{
    /// <inheritdoc cref="Encapsulator.TryEncapsulate"/>
    /// <param name="output">Gets one frame, or one per fragment.</param>
    /// <returns><see cref="DropReason.None"/>, or why nothing was sent.</returns>
    public static DropReason Send<TOutput>(
        Span<byte> buffer, int offset, int length, in BidirectionalTunnel tunnel, in TunnelEntry entry, TOutput output)
        where TOutput : ITunnelOutput, allows ref struct
    {
        if (Encapsulator.TryEncapsulate(buffer, offset, length, tunnel, entry, out var start, out var size, out var why))
        {
            output.Send(buffer.Slice(start, size));
            return DropReason.None;
        }
        if (why != DropReason.PacketTooBig) return why;
        if (!Ipv4Fragments.TryCut(buffer, offset, length, entry.TunnelMtu(tunnel.Encapsulation), out var fragments)) return why;
        while (fragments.MoveNext(out offset, out length))
        {
            if (!Encapsulator.TryEncapsulate(buffer, offset, length, tunnel, entry, out start, out size, out why)) return why;
            output.Send(buffer.Slice(start, size));
        }
        return DropReason.None;
    }
}
