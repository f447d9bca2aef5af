using System.Buffers;
using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>Outbound ESP processing of whole IP packets (RFC 4303 3.3).</summary>
internal sealed class EspSealing(IIpsecSink sink)
{
    public void Seal(ReadOnlySpan<byte> packet, in PacketLayout layout, OutboundSecurityAssociation sa)
    {
        if (sa.Tunnel is null && layout.IsFragment)
        {
            sink.Discarded(packet, IpsecDiscard.Fragment);
            return;
        }

        var start = sa.Tunnel is { } tunnel ? TunnelHeader.Length(tunnel.Remote) : layout.TransportOffset;
        var payload = sa.Tunnel is null ? packet[layout.TransportOffset..] : packet;
        var length = start + sa.SealedLength(payload.Length);
        if (length > ushort.MaxValue)
        {
            sink.Discarded(packet, IpsecDiscard.TooBig);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(length);
        payload.CopyTo(buffer.AsSpan(start + sa.PayloadOffset));
        if (sa.TrySeal(buffer, start, payload.Length, NextHeader(layout, sa))) Emit(packet, layout, sa, buffer.AsSpan(0, length));
        else sink.Discarded(packet, IpsecDiscard.SequenceOverflow);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static byte NextHeader(in PacketLayout layout, OutboundSecurityAssociation sa)
    {
        if (sa.Tunnel is null) return layout.TransportProtocol;
        return layout.IsIpv4 ? IpProtocol.Ipv4 : IpProtocol.Ipv6;
    }

    private void Emit(ReadOnlySpan<byte> packet, in PacketLayout layout, OutboundSecurityAssociation sa, Span<byte> result)
    {
        if (sa.Tunnel is { } tunnel) TunnelHeader.Write(result, tunnel, packet, (ushort)sa.Sequence.Next);
        else KeepHeaders(packet, layout, result);
        sink.Protected(result);
    }

    private static void KeepHeaders(ReadOnlySpan<byte> packet, in PacketLayout layout, Span<byte> result)
    {
        packet[..layout.TransportOffset].CopyTo(result);
        result[layout.NextHeaderOffset] = IpProtocol.Esp;
        if (layout.IsIpv4) Ipv4Layout.Finish(result);
        else Ipv6Layout.Finish(result);
    }
}
