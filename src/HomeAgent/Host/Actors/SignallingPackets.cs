using System.Buffers.Binary;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors;

/// <summary>The packets of the protocol module as IPsec takes and gives them: an IPv6 header and a Mobility Header.</summary>
internal static class SignallingPackets
{
    private const int HeaderLength = 40;
    private const int PayloadLengthOffset = 4;
    private const int NextHeaderOffset = 6;
    private const int SourceOffset = 8;
    private const int DestinationOffset = 24;
    private const byte HopLimit = 64;

    public static bool TryReadBindingUpdate(ReadOnlySpan<byte> packet, out BindingUpdate? update, out DropReason why)
    {
        update = null;
        why = DropReason.UnknownNextHeader;
        if (packet.Length < HeaderLength || packet[NextHeaderOffset] != IpProtocol.MobilityHeader) return false;
        var source = Ipv6Address.Read(packet[SourceOffset..]);
        var destination = Ipv6Address.Read(packet[DestinationOffset..]);
        if (!MobilityHeaderCodec.TryRead(packet[HeaderLength..], source, destination, out var message, out why)) return false;
        update = message as BindingUpdate;
        why = update is null ? DropReason.UnexpectedMessage : DropReason.None;
        return update is not null;
    }

    public static byte[] Write(IMobilityMessage message, Ipv6Address source, Ipv6Address destination)
    {
        var packet = new byte[HeaderLength + MobilityHeaderCodec.Measure(message)];
        packet[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(PayloadLengthOffset), (ushort)(packet.Length - HeaderLength));
        packet[NextHeaderOffset] = IpProtocol.MobilityHeader;
        packet[NextHeaderOffset + 1] = HopLimit;
        source.Write(packet.AsSpan(SourceOffset));
        destination.Write(packet.AsSpan(DestinationOffset));
        MobilityHeaderCodec.Write(message, source, destination, packet.AsSpan(HeaderLength));
        return packet;
    }
}
