using DsMip.IPsec;
using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Diagnostics;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>What goes into the kernel's IPsec and comes out of it again; the kernel itself is a list here.</summary>
public sealed class KernelBoundaryTests : IOpenedPackets, ISealedPackets, IIpsecPath
{
    private static readonly Ipv6Address HomeAddress = Ipv6Address.Parse("2001:db8:1::50"), HomeAgent = Ipv6Address.Parse("2001:db8:1::1");
    private static readonly Ipv6Address Stranger = Ipv6Address.Parse("2001:db8:c::c");
    private static readonly Ingress First = new(Encapsulation.UdpIpv4, IpAddress.Parse("10.0.0.1"), IpAddress.Parse("192.0.2.2"), 4191, 4191);
    private static readonly Ingress Second = First with { Encapsulation = Encapsulation.Ipv4 };

    private readonly List<byte[]> _inside = [];
    private readonly List<Ingress> _opened = [];
    private readonly List<byte[]> _sealed = [];
    private readonly DropCounters _drops = new();

    [Fact]
    public void Messages_find_the_way_they_came_whatever_order_the_kernel_gives_them_back_in()
    {
        using var boundary = Boundary();
        boundary.Open(FromHomeAgent(IpProtocol.Esp), First, this);
        boundary.Open(FromHomeAgent(IpProtocol.Esp), Second, this);
        boundary.Opened(_inside[1], this);
        boundary.Opened(_inside[0], this);
        Assert.Equal([Second, First], _opened);
    }

    [Fact]
    [Clause("6275-11.7.3-authentic")]
    public void A_message_that_never_went_in_is_nobodys()
    {
        using var boundary = Boundary();
        boundary.Opened(FromHomeAgent(IpProtocol.MobilityHeader), this);
        boundary.Open(FromHomeAgent(IpProtocol.Esp), First, this);
        boundary.Opened(_inside[0], this);
        boundary.Opened(_inside[0], this);
        Assert.Equal([First], _opened);
        Assert.Equal(2, _drops.Snapshot()["UnknownTag"]);
    }

    [Theory]
    [InlineData("2001:db8:c::c", "2001:db8:1::50")]
    [InlineData("2001:db8:1::1", "2001:db8:7::7")]
    public void A_message_that_is_not_the_home_agents_to_the_home_address_takes_no_tag(string source, string destination)
    {
        using var boundary = Boundary();
        boundary.Open(FromHomeAgent(IpProtocol.Esp), First, this);
        var strange = Packet(IpProtocol.MobilityHeader, Ipv6Address.Parse(source), Ipv6Address.Parse(destination));
        FlowLabelTag.Stamp(strange, FlowLabelTag.Read(_inside[0]));
        boundary.Opened(strange, this);
        Assert.Empty(_opened);
        Assert.Equal(1, _drops.Snapshot()["UnexpectedMessage"]);
        boundary.Opened(_inside[0], this);
        Assert.Equal([First], _opened);
    }

    [Fact]
    [Clause("4877-7.2-bypass")]
    public void A_clear_mobility_header_does_not_leave_even_if_somebody_took_the_policy_away()
    {
        using var boundary = Boundary();
        Assert.False(boundary.PassesOut(Packet(IpProtocol.MobilityHeader)));
        Assert.False(boundary.PassesIn(FromHomeAgent(IpProtocol.MobilityHeader)));
        boundary.Seal(Packet(IpProtocol.MobilityHeader), this);
        Assert.Empty(_sealed);
        Assert.Equal(3, _drops.Snapshot()["UnprotectedSignalling"]);
        Assert.True(boundary.PassesOut(Packet(IpProtocol.Udp)));
    }

    [Fact]
    public void Protected_payload_passes_sealed_or_not_at_all()
    {
        using var boundary = Boundary(protectsPayload: true);
        Assert.False(boundary.PassesOut(Packet(IpProtocol.Udp)));
        Assert.False(boundary.PassesIn(FromHomeAgent(IpProtocol.Udp)));
        Assert.False(boundary.PassesIn(Packet(IpProtocol.Esp, Stranger, HomeAddress)));
        Assert.True(boundary.PassesOut(Packet(IpProtocol.Esp)));
        Assert.True(boundary.PassesIn(FromHomeAgent(IpProtocol.Esp)));
        Assert.Equal(3, _drops.Snapshot()["UnprotectedPayload"]);
    }

    [Fact]
    public void Of_key_exchange_only_that_with_the_home_agent_passes_clear()
    {
        using var boundary = Boundary(protectsPayload: true);
        Assert.True(boundary.PassesOut(KeyExchange(HomeAddress, HomeAgent)));
        Assert.True(boundary.PassesIn(KeyExchange(HomeAgent, HomeAddress)));
        Assert.False(boundary.PassesOut(KeyExchange(HomeAddress, Stranger)));
        Assert.False(boundary.PassesIn(KeyExchange(Stranger, HomeAddress)));
    }

    [Fact]
    public void Payload_that_needs_no_protection_passes()
    {
        using var boundary = Boundary();
        Assert.True(boundary.PassesOut(Packet(IpProtocol.Udp)));
        Assert.True(boundary.PassesIn(FromHomeAgent(IpProtocol.Udp)));
    }

    void IOpenedPackets.Opened(ReadOnlySpan<byte> packet, in Ingress ingress) => _opened.Add(ingress);

    void ISealedPackets.Sealed(Span<byte> buffer, int offset, int length) => _sealed.Add(buffer.Slice(offset, length).ToArray());

    void IIpsecPath.Inbound(ReadOnlySpan<byte> packet) => _inside.Add(packet.ToArray());

    // A kernel without policy: what goes in comes out as it is.
    void IIpsecPath.Outbound(ReadOnlySpan<byte> packet) => _sink!.Protected(packet);

    private IIpsecSink? _sink;

    private KernelBoundary Boundary(bool protectsPayload = false) => new(
        sink =>
        {
            _sink = sink;
            return this;
        },
        new NoNumbers(), HomeAddress, HomeAgent, protectsPayload, _drops);

    private static byte[] Packet(byte protocol) => Packet(protocol, HomeAddress, HomeAgent);

    private static byte[] FromHomeAgent(byte protocol) => Packet(protocol, HomeAgent, HomeAddress);

    private static byte[] Packet(byte protocol, Ipv6Address source, Ipv6Address destination)
    {
        var packet = new byte[Ipv6Header.Size + 32];
        new Ipv6Header(0, 0, 32, protocol, 64, source, destination).Write(packet);
        packet[Ipv6Header.Size + 3] = 1;
        return packet;
    }

    private static byte[] KeyExchange(Ipv6Address source, Ipv6Address destination)
    {
        const int length = 36;
        var packet = new byte[Ipv6Header.Size + length];
        new Ipv6Header(0, 0, length, IpProtocol.Udp, 64, source, destination).Write(packet);
        // Ports 500, a header of version 2 and nothing behind it.
        byte[] message = [0x01, 0xf4, 0x01, 0xf4, 0, length, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 34, 8, 0, 0, 0, 0, 0, 0, 0, 28];
        message.CopyTo(packet, Ipv6Header.Size);
        return packet;
    }

    private sealed class NoNumbers : IEspNumbers
    {
        public ulong? Next => null;

        public ulong HighestAccepted => 0;
    }
}
