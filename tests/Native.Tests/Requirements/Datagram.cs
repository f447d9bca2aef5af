namespace DsMip.Native.Tests.Requirements;

/// <summary>UDP from a correspondent node to the mobile node, one byte long.</summary>
internal static class Datagram
{
    public static byte[] Ipv6(byte content)
    {
        var packet = new byte[Ipv6Header.Size + UdpHeader.Size + 1];
        var header = new Ipv6Header(0, 0, UdpHeader.Size + 1, IpProtocol.Udp, 64, NativePlan.Correspondent, NativePlan.Home);
        header.Write(packet);
        Write(packet.AsSpan(Ipv6Header.Size), content);
        UdpHeader.Seal(packet.AsSpan(Ipv6Header.Size), NativePlan.Correspondent, NativePlan.Home);
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
        new UdpHeader(NativePlan.Port, NativePlan.Port, UdpHeader.Size + 1).Write(datagram);
        datagram[UdpHeader.Size] = content;
    }
}
