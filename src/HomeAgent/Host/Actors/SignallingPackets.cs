using System.Diagnostics.CodeAnalysis;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors;

/// <summary>The packets of the protocol module as IPsec takes and gives them: an IPv6 header and a Mobility Header.</summary>
internal static class SignallingPackets
{
    private const byte HopLimit = 64;

    public static bool TryReadBindingUpdate(ReadOnlySpan<byte> packet, out BindingUpdate? update, out DropReason why)
    {
        update = null;
        if (!Ipv6Header.TryRead(packet, out var header, out why)) return false;
        why = DropReason.UnknownNextHeader;
        if (header.NextHeader != IpProtocol.MobilityHeader) return false;
        if (!MobilityHeaderCodec.TryRead(packet[Ipv6Header.Size..], header.Source, header.Destination, out var message, out why)) return false;
        update = message as BindingUpdate;
        why = update is null ? DropReason.UnexpectedMessage : DropReason.None;
        return update is not null;
    }

    public static bool TryReadSolicitation(ReadOnlySpan<byte> packet, [NotNullWhen(true)] out MobilePrefixSolicitation? solicitation)
    {
        solicitation = null;
        if (!Ipv6Header.TryRead(packet, out var header, out _) || header.NextHeader != IpProtocol.Icmpv6) return false;
        if (Icmpv6Codec.TryRead(packet[Ipv6Header.Size..], header.Source, header.Destination, out var message, out _))
            solicitation = message as MobilePrefixSolicitation;
        return solicitation is not null;
    }

    public static byte[] Write(Icmpv6Message message, Ipv6Address source, Ipv6Address destination)
    {
        var length = Icmpv6Codec.Measure(message);
        var packet = new byte[Ipv6Header.Size + length];
        new Ipv6Header(0, 0, (ushort)length, IpProtocol.Icmpv6, HopLimit, source, destination).Write(packet);
        Icmpv6Codec.Write(message, source, destination, packet.AsSpan(Ipv6Header.Size));
        return packet;
    }

    public static byte[] Write(IMobilityMessage message, Ipv6Address source, Ipv6Address destination)
    {
        var length = MobilityHeaderCodec.Measure(message);
        var packet = new byte[Ipv6Header.Size + length];
        new Ipv6Header(0, 0, (ushort)length, IpProtocol.MobilityHeader, HopLimit, source, destination).Write(packet);
        MobilityHeaderCodec.Write(message, source, destination, packet.AsSpan(Ipv6Header.Size));
        return packet;
    }
}
