namespace DsMip.Native.Tests.Requirements;

/// <summary>UDP from a correspondent node to the mobile node, mostly one byte long.</summary>
internal static class Datagram
{
    /// <param name="extra">More bytes behind the one.</param>
    public static byte[] Ipv6(byte content, int extra = 0)
    {
        var packet = new byte[Ipv6Header.Size + UdpHeader.Size + 1 + extra];
        var datagram = packet.AsSpan(Ipv6Header.Size);
        var header = new Ipv6Header(0, 0, (ushort)datagram.Length, IpProtocol.Udp, 64, NativePlan.Correspondent, NativePlan.Home);
        header.Write(packet);
        Write(datagram, content);
        UdpHeader.Seal(datagram, NativePlan.Correspondent, NativePlan.Home);
        return packet;
    }

    public static byte[] Ipv4(byte content)
    {
        var packet = new byte[Ipv4Header.Size + UdpHeader.Size + 1];
        var header = new Ipv4Header(0, (ushort)packet.Length, 1, true, false, 0, 64, IpProtocol.Udp, NativePlan.Correspondent4, NativePlan.Home4);
        header.Write(packet);
        Write(packet.AsSpan(Ipv4Header.Size), content);
        UdpHeader.Seal(packet.AsSpan(Ipv4Header.Size), NativePlan.Correspondent4, NativePlan.Home4);
        return packet;
    }

    private static void Write(Span<byte> datagram, byte content)
    {
        new UdpHeader(NativePlan.Port, NativePlan.Port, (ushort)datagram.Length).Write(datagram);
        datagram[UdpHeader.Size] = content;
    }
}
