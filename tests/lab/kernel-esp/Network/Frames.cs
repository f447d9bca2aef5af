using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.KernelEsp.Lab;

/// <summary>Makes, reads and mutilates whole packets.</summary>
internal static class Frames
{
    public static byte Protocol(ReadOnlySpan<byte> frame) => IsIpv4(frame) ? frame[9] : frame[6];

    public static int HeaderLength(ReadOnlySpan<byte> frame) => IsIpv4(frame) ? Ipv4Header.Size : Ipv6Header.Size;

    public static byte[] Udp(Ends ends, ushort source, ushort destination, ReadOnlySpan<byte> payload)
    {
        var datagram = new byte[UdpHeader.Size + payload.Length];
        new UdpHeader(source, destination, (ushort)datagram.Length).Write(datagram);
        payload.CopyTo(datagram.AsSpan(UdpHeader.Size));
        if (ends.Ours.IsIpv4) UdpHeader.Seal(datagram, ends.Ours.AsIpv4, ends.Kernel.AsIpv4);
        else UdpHeader.Seal(datagram, ends.Ours.AsIpv6, ends.Kernel.AsIpv6);
        return Ip(ends, IpProtocol.Udp, datagram);
    }

    /// <summary>A packet from us to the kernel.</summary>
    public static byte[] Ip(Ends ends, byte protocol, ReadOnlySpan<byte> payload, uint flowLabel = 0)
    {
        var header = ends.Ours.IsIpv4 ? Ipv4Header.Size : Ipv6Header.Size;
        var packet = new byte[header + payload.Length];
        payload.CopyTo(packet.AsSpan(header));
        if (ends.Ours.IsIpv4)
            new Ipv4Header(0, (ushort)packet.Length, 0, true, false, 0, 64, protocol, ends.Ours.AsIpv4, ends.Kernel.AsIpv4).Write(packet);
        else
            new Ipv6Header(0, flowLabel, (ushort)payload.Length, protocol, 64, ends.Ours.AsIpv6, ends.Kernel.AsIpv6).Write(packet);
        return packet;
    }

    /// <summary>One copy per byte of ESP after SPI and sequence number, each with one bit of that byte changed.</summary>
    public static IEnumerable<byte[]> Altered(byte[] frame)
    {
        for (var i = HeaderLength(frame) + 8; i < frame.Length; i++)
        {
            var copy = (byte[])frame.Clone();
            copy[i] ^= (byte)(1 << i % 8);
            yield return copy;
        }
    }

    /// <summary>A copy for each shorter length of ESP, with an IP header that agrees.</summary>
    public static IEnumerable<byte[]> Truncated(byte[] frame)
    {
        for (var length = HeaderLength(frame); length < frame.Length; length++) yield return WithLength(frame[..length]);
    }

    public static byte[] WithOtherSpi(byte[] frame)
    {
        var copy = (byte[])frame.Clone();
        copy[HeaderLength(copy) + 2] ^= 0x55;
        return copy;
    }

    private static bool IsIpv4(ReadOnlySpan<byte> frame) => frame[0] >> 4 == 4;

    private static byte[] WithLength(byte[] frame)
    {
        if (!IsIpv4(frame))
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(4), (ushort)(frame.Length - Ipv6Header.Size));
            return frame;
        }

        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)frame.Length);
        frame.AsSpan(10, 2).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(10), InternetChecksum.Of(frame.AsSpan(0, Ipv4Header.Size)));
        return frame;
    }
}
