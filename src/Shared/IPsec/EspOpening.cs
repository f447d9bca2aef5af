using System.Buffers;
using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>Inbound ESP processing of whole IP packets (RFC 4303 3.4, RFC 4301 5.2).</summary>
internal sealed class EspOpening(SecurityAssociationDatabase sad, IIpsecSink sink)
{
    public void Open(ReadOnlySpan<byte> packet, in PacketLayout layout)
    {
        var why = Find(packet, layout, out var sa);
        if (sa is null)
        {
            sink.Discarded(packet, why);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(packet.Length);
        packet.CopyTo(buffer);
        why = Open(buffer.AsSpan(0, packet.Length), buffer, layout, sa, out var clear);
        if (why == IpsecDiscard.None) sink.Clear(clear);
        else sink.Discarded(packet, why);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private IpsecDiscard Find(ReadOnlySpan<byte> packet, in PacketLayout layout, out InboundSecurityAssociation? sa)
    {
        sa = null;
        if (layout.IsFragment) return IpsecDiscard.Fragment;
        var esp = packet[layout.TransportOffset..];
        if (esp.Length < EspFrame.HeaderLength) return IpsecDiscard.Malformed;
        sa = sad.FindInbound(new Spi(BinaryPrimitives.ReadUInt32BigEndian(esp)));
        return sa is null ? IpsecDiscard.UnknownSpi : IpsecDiscard.None;
    }

    private static IpsecDiscard Open(
        Span<byte> packet, byte[] buffer, in PacketLayout layout, InboundSecurityAssociation sa, out Span<byte> clear)
    {
        clear = default;
        var why = sa.Open(buffer, layout.TransportOffset, packet.Length - layout.TransportOffset, out var payload);
        if (why != IpsecDiscard.None) return why;
        if (payload.NextHeader == IpProtocol.NoNextHeader) return IpsecDiscard.Dummy;
        if (sa.Mode == IpsecMode.Transport) clear = Rejoin(packet, layout, payload);
        else if (!TryUnwrap(packet, payload, out clear, out why)) return why;
        return Check(clear, sa);
    }

    /// <summary>Moves the headers up to the payload; the IPv6 flow label stays as it came.</summary>
    private static Span<byte> Rejoin(Span<byte> packet, in PacketLayout layout, EspPayload payload)
    {
        var start = payload.Offset - layout.TransportOffset;
        packet[..layout.TransportOffset].CopyTo(packet[start..]);
        var clear = packet[start..(payload.Offset + payload.Length)];
        clear[layout.NextHeaderOffset] = payload.NextHeader;
        if (layout.IsIpv4) Ipv4Layout.Finish(clear);
        else Ipv6Layout.Finish(clear);
        return clear;
    }

    private static bool TryUnwrap(Span<byte> packet, EspPayload payload, out Span<byte> inner, out IpsecDiscard why)
    {
        inner = packet.Slice(payload.Offset, payload.Length);
        why = IpsecDiscard.BadTrailer;
        if (payload.NextHeader is not (IpProtocol.Ipv4 or IpProtocol.Ipv6)) return false;
        why = IpsecDiscard.Malformed;
        if (!PacketLayout.TryRead(inner, out var layout) || layout.IsIpv4 != (payload.NextHeader == IpProtocol.Ipv4)) return false;
        // What follows the inner packet is traffic flow confidentiality padding (RFC 4303 2.7).
        inner = inner[..layout.Length];
        why = IpsecDiscard.CongestionNotCapable;
        return TrafficClass.TryMergeEcn(TrafficClass.Read(packet), inner);
    }

    private static IpsecDiscard Check(ReadOnlySpan<byte> clear, InboundSecurityAssociation sa)
    {
        if (!PacketLayout.TryRead(clear, out var layout)) return IpsecDiscard.Malformed;
        return sa.MayCarry(SelectorReader.Read(clear, layout, PolicyDirection.Inbound)) ? IpsecDiscard.None : IpsecDiscard.SelectorMismatch;
    }
}
