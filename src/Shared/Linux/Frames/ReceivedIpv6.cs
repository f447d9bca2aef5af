using System.Buffers.Binary;
using DsMip.Linux.Interop;
using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>What a raw IPv6 socket yields: the payload, and in ancillary data what its IPv6 header said.</summary>
internal static class ReceivedIpv6
{
    /// <summary>Flow information carries the traffic class as well, so IPV6_RECVTCLASS is not needed.</summary>
    internal static void AskForHeaderFields(Descriptor socket)
    {
        const string operation = "setting options of a raw IPv6 socket";
        Sockets.Set(socket, Level.Ipv6, Ipv6Option.ReceivePacketInformation, 1, operation);
        Sockets.Set(socket, Level.Ipv6, Ipv6Option.ReceiveHopLimit, 1, operation);
        Sockets.Set(socket, Level.Ipv6, Ipv6Option.FlowInformation, 1, operation);
    }

    /// <summary>Puts the header back in front of message <paramref name="index"/>; answers the length of the whole packet.</summary>
    internal static int RestoreHeader(ReceiveBatch batch, int index, byte protocol)
    {
        var length = batch.Length(index);
        var frame = batch.Buffer(index)[FrameLayout.Headroom..];
        var sender = Ipv6Address.Read(batch.Name(index)[8..]);
        Ipv6Address destination = default;
        uint flow = 0;
        byte hopLimit = 0;
        var controls = batch.Controls(index);
        while (controls.MoveNext())
        {
            if (controls.Is(Level.Ipv6, Ipv6Option.PacketInformation)) destination = Ipv6Address.Read(controls.Data);
            else if (controls.Is(Level.Ipv6, Ipv6Option.FlowInformation)) flow = BinaryPrimitives.ReadUInt32BigEndian(controls.Data);
            else if (controls.Is(Level.Ipv6, Ipv6Option.HopLimit)) hopLimit = (byte)controls.Number;
        }
        SyntheticHeader.WriteIpv6(frame, flow, length, protocol, hopLimit, sender, destination);
        return SyntheticHeader.Ipv6Size + length;
    }
}
