using System.Diagnostics.CodeAnalysis;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors;

/// <summary>The packets of the protocol module as IPsec takes and gives them: an IPv6 header and a Mobility Header.</summary>
internal static class SignallingPackets
{
    private const byte HopLimit = 64;

    /// <summary>What a mobile node may send: a Binding Update, or the answer to a Binding Revocation Indication. One of the two is there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out BindingUpdate? update, out BindingRevocationAcknowledgement? revoked, out DropReason why)
    {
        (update, revoked) = (null, null);
        if (!Ipv6Header.TryRead(packet, out var header, out why)) return false;
        why = DropReason.UnknownNextHeader;
        if (header.NextHeader != IpProtocol.MobilityHeader) return false;
        if (!MobilityHeaderCodec.TryRead(packet[Ipv6Header.Size..], header.Source, header.Destination, out var message, out why)) return false;
        (update, revoked) = (message as BindingUpdate, message as BindingRevocationAcknowledgement);
        why = update is null && revoked is null ? DropReason.UnexpectedMessage : DropReason.None;
        return why == DropReason.None;
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
