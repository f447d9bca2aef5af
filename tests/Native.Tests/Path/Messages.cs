namespace DsMip.Native.Tests.KernelPaths;

/// <summary>Packets as they are in the clear.</summary>
internal static class Messages
{
    internal const byte HomeTestInit = 1, HomeTest = 3, BindingUpdate = 5, BindingAcknowledgement = 6;

    /// <summary>IPv6 and a Mobility Header of this type, its length by RFC 6275 6.1, the checksum right, the tag in the flow label.</summary>
    internal static byte[] MobilityHeader(Ipv6Address source, Ipv6Address destination, byte type, uint tag = 0)
    {
        var message = new byte[type == HomeTest ? 24 : 16];
        message[0] = IpProtocol.NoNextHeader;
        message[1] = (byte)(message.Length / 8 - 1);
        message[2] = type;
        // Options fill up what the fixed part leaves: PadN of 2 bytes.
        if (type is BindingUpdate or BindingAcknowledgement) message[12] = 1;
        if (type is BindingUpdate or BindingAcknowledgement) message[13] = 2;
        var checksum = PseudoHeader.Checksum(source, destination, IpProtocol.MobilityHeader, message);
        (message[4], message[5]) = ((byte)(checksum >> 8), (byte)checksum);
        return Ipv6(source, destination, IpProtocol.MobilityHeader, message, tag);
    }

    internal static byte[] Ipv6(Ipv6Address source, Ipv6Address destination, byte nextHeader, byte[] payload, uint tag = 0)
    {
        var packet = new byte[40 + payload.Length];
        packet[0] = 0x60;
        var header = new Ipv6View(packet)
        {
            FlowLabel = tag,
            PayloadLength = (ushort)payload.Length,
            NextHeader = nextHeader,
            HopLimit = 64,
            Source = source,
            Destination = destination,
        };
        payload.CopyTo(packet, 40);
        return packet;
    }

    /// <summary>The packet as another one that differs in the hop limit, which is the kernel's to choose.</summary>
    internal static byte[] WithHopLimitOf(byte[] packet, byte[] other)
    {
        var copy = packet.ToArray();
        copy[7] = other[7];
        return copy;
    }
}
