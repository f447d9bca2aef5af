using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Nodes;

/// <summary>A clear IPv6 packet with a Mobility Header and nothing else.</summary>
internal static class MobilityPacket
{
    public const int HeaderLength = 40;

    public static byte[] Write(Ipv6Address source, Ipv6Address destination, IMobilityMessage message)
    {
        var header = MobilityHeaderCodec.Write(message, source, destination);
        var packet = new byte[HeaderLength + header.Length];
        var writer = new WireWriter(packet);
        writer.WriteUInt32(6u << 28);
        writer.WriteUInt16((ushort)header.Length);
        writer.WriteByte(IpProtocol.MobilityHeader);
        writer.WriteByte(64);
        writer.WriteIpv6(source);
        writer.WriteIpv6(destination);
        writer.WriteBytes(header);
        return packet;
    }

    public static T? Read<T>(ReadOnlySpan<byte> packet) where T : class, IMobilityMessage
    {
        if (packet[6] != IpProtocol.MobilityHeader) return null;
        var ok = MobilityHeaderCodec.TryRead(
            packet[HeaderLength..], Ipv6Address.Read(packet[8..]), Ipv6Address.Read(packet[24..]), out var message, out _);
        return ok ? message as T : null;
    }
}
