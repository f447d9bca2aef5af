using DsMip.Wire.Icmp;

namespace DsMip.Wire.Tests.Headers;

/// <summary>What lies on the path of every packet allocates nothing.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void Headers_are_read_changed_and_written_without_garbage()
    {
        var payload = new byte[1200];
        HomeAddressOption.WriteHeader(payload, IpProtocol.Esp, Ipv6Address.Parse("2001:db8:1::100"));
        var buffer = new byte[100 + 40 + payload.Length];
        Packet6.Of(IpProtocol.DestinationOptions, payload).CopyTo(buffer, 100);
        Assert.True(Handle(buffer)); // first call: the runtime allocates for itself

        var before = GC.GetAllocatedBytesForCurrentThread();
        var ok = true;
        for (var i = 0; i < 1000; i++) ok &= Handle(buffer);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(ok);
    }

    private static bool Handle(byte[] buffer)
    {
        var inner = buffer.AsSpan(100);
        if (!Ipv6Header.TryRead(inner, out var header, out _)) return false;
        if (!HomeAddressOption.TryFind(inner, out var option, out _) || option is null) return false;
        if (!Type2RoutingHeader.TryFind(inner, out var routing, out _) || routing is not null) return false;
        if (!ExtensionHeaderWalker.TryFindUpperLayer(inner, out var protocol, out _, out _) || protocol != IpProtocol.Esp) return false;
        _ = new Ipv6View(inner) { FlowLabel = header.FlowLabel + 1, HopLimit = 64 };

        var outer = buffer.AsSpan(100 - Ipv4Header.Size - UdpHeader.Size);
        var (local, remote) = (new Ipv4Address(0xc6336401), new Ipv4Address(0xcb007105));
        new Ipv4Header(0, (ushort)outer.Length, 0, true, false, 0, 64, IpProtocol.Udp, local, remote).Write(outer);
        var datagram = outer[Ipv4Header.Size..];
        new UdpHeader(Port.DsMip, 40000, (ushort)datagram.Length).Write(datagram);
        UdpHeader.Seal(datagram, local, remote);
        _ = new Ipv4View(outer) { TimeToLive = 63, TypeOfService = 1 };
        if (!Ipv4Header.TryRead(outer, out _, out _) || !UdpHeader.TryRead(datagram, out _, out _)) return false;
        if (!UdpHeader.IsChecksumValid(datagram, local, remote)) return false;

        Span<byte> icmp = stackalloc byte[Icmpv6Error.MaximumSize];
        var length = Icmpv6Error.PacketTooBig(1400).Write(icmp, inner, header.Destination, header.Source);
        return Icmpv6Error.TryRead(icmp[..length], header.Destination, header.Source, out _, out _, out _);
    }
}
