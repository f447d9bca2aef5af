using DsMip.Wire;

namespace DsMip.Tunnel.Tests;

/// <summary>The fast path in both directions allocates nothing.</summary>
public sealed class AllocationTests
{
    private const int Rounds = 2000;
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData(Encapsulation.Ipv6)]
    [InlineData(Encapsulation.Ipv4)]
    [InlineData(Encapsulation.UdpIpv4)]
    public void Lookup_and_encapsulation(Encapsulation encapsulation)
    {
        var table = TableWith(encapsulation);
        var packet = Packets.Ipv6(Packets.Correspondent, Packets.HomeAddress, IpProtocol.Udp, new byte[1000], hopLimit: 255);
        var buffer = Packets.WithHeadroom(packet);
        AssertNone(() =>
        {
            packet.CopyTo(buffer, Packets.Headroom);
            InnerPacket.TryReadDestination(buffer.AsSpan(Packets.Headroom), out var destination);
            return table.TryFind(destination.AsIpv6, Now, out var tunnel)
                && Encapsulator.TryEncapsulate(buffer, Packets.Headroom, packet.Length, tunnel, new TunnelEntry(Forwards: true), out _, out _, out _);
        });
    }

    [Theory]
    [InlineData(Encapsulation.Ipv6)]
    [InlineData(Encapsulation.Ipv4)]
    [InlineData(Encapsulation.UdpIpv4)]
    public void Decapsulation_and_check(Encapsulation encapsulation)
    {
        var table = TableWith(encapsulation);
        var inner = Packets.Ipv4(Packets.HomeAddressIpv4, Packets.CorrespondentIpv4, IpProtocol.Udp, new byte[1000]);
        var frame = Tunnels.Encapsulate(inner, Tunnels.AtMobileNode(encapsulation));
        AssertNone(() => Decapsulator.TryDecapsulate(frame, out var ingress, out var range, out _)
            && table.TryCheckUplink(ingress, frame.AsSpan()[range], Now, out _));
    }

    [Fact]
    public void Signalling_through_ledger_and_back()
    {
        var ledger = new IngressLedger(64);
        var frame = Native.HomeAddressOption(Packets.Esp(7));
        var buffer = new byte[frame.Length + Packets.Headroom];
        AssertNone(() =>
        {
            frame.CopyTo(buffer, Packets.Headroom);
            var received = buffer.AsSpan(Packets.Headroom);
            if (!Decapsulator.TryDecapsulate(received, out var ingress, out var inner, out _)) return false;
            FlowLabelTag.Stamp(received[inner], ledger.Record(ingress));
            return ledger.TryTake(FlowLabelTag.Read(received[inner]), out _);
        });
    }

    [Theory]
    [InlineData(Encapsulation.Ipv6)]
    [InlineData(Encapsulation.UdpIpv4)]
    public void Protected_payload_out_and_in(Encapsulation encapsulation)
    {
        var packet = Packets.Ipv6(Packets.HomeAgent, Packets.HomeAddress, IpProtocol.Esp, Packets.Esp(7, 1000));
        var buffer = Packets.WithHeadroom(packet);
        var tunnel = Tunnels.AtHomeAgent(encapsulation);
        AssertNone(() =>
        {
            packet.CopyTo(buffer, Packets.Headroom);
            return ProtectedPayload.TryToCareOf(buffer, Packets.Headroom, packet.Length, tunnel, 4500, 4500, 0, out var offset, out var length, out _)
                && ProtectedPayload.TryReadSpi(buffer.AsSpan(offset, length), out _, out _)
                && ProtectedPayload.TryFromCareOf(buffer, offset, length, Packets.HomeAgent, Packets.HomeAddress, out _, out _, out _);
        });
    }

    private static BindingTable TableWith(Encapsulation encapsulation)
    {
        var table = new BindingTable();
        table.Put(new HomeAddresses(Packets.HomeAddress, Packets.HomeAddressIpv4), Tunnels.AtHomeAgent(encapsulation), 1, Now.AddHours(1));
        return table;
    }

    private static void AssertNone(Func<bool> step)
    {
        for (var i = 0; i < Rounds; i++) Assert.True(step());
        var ok = true;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++) ok &= step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(ok);
    }
}
