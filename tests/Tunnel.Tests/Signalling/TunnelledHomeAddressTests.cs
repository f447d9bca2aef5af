using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Signalling;

/// <summary>RFC 6275 10.3.1 and 11.7.1 against the format of RFC 5555 4.2: a Home Address option, and its type 2 routing header, in the UDP tunnel.</summary>
public sealed class TunnelledHomeAddressTests
{
    private static readonly byte[] SealedUpdate = Packets.Ipv6(Packets.HomeAddress, Packets.HomeAgent, IpProtocol.Esp, Packets.Esp(0xa));
    private static readonly byte[] SealedAcknowledgement = Packets.Ipv6(Packets.HomeAgent, Packets.HomeAddress, IpProtocol.Esp, Packets.Esp(0xb));
    private static readonly Ingress BehindNat = new(Encapsulation.UdpIpv4, Packets.HomeAgentIpv4, Packets.Nat, RemotePort: 61000, LocalPort: Port.DsMip);

    [Theory]
    [Clause("6275-11.7.1-hao-v4-sent")]
    [InlineData(false), InlineData(true)]
    public void The_mobile_node_puts_it_between_the_tunnel_and_esp_where_it_is_switched_on(bool option)
    {
        var buffer = Packets.WithHeadroom(SealedUpdate);
        var path = new SignallingPath(Packets.CareOfIpv4, Packets.HomeAgentIpv4, 40001, option);
        Assert.True(path.TryFrame(buffer, Packets.Headroom, SealedUpdate.Length, out var offset, out var length, out _));
        Assert.Equal(option ? WithOption(Packets.HomeAddress) : SealedUpdate, buffer.AsSpan(offset + 28, length - 28).ToArray());
    }

    [Fact]
    [Clause("5555-4.2-hao-v4")]
    public void The_home_agent_takes_it_out()
    {
        var packet = WithOption(Packets.HomeAddress);
        Assert.True(TunnelledHomeAddress.TryRemoveOption(packet, out var removed, out _));
        Assert.Equal(SealedUpdate, packet[removed..]);
    }

    [Fact]
    public void A_second_home_address_is_refused()
    {
        Assert.False(TunnelledHomeAddress.TryRemoveOption(WithOption(Packets.Correspondent), out var removed, out var why));
        Assert.Equal((0, DropReason.BadHomeAddressOption), (removed, why));
        Assert.False(TunnelledHomeAddress.TryRemoveRoutingHeader(WithRoutingHeader(Packets.Correspondent), out _, out why));
        Assert.Equal(DropReason.BadRoutingHeader, why);
    }

    [Fact]
    public void In_front_of_payload_it_stays()
    {
        var packet = WithOption(Packets.HomeAddress);
        packet[40] = IpProtocol.Udp;
        var before = packet.ToArray();
        Assert.True(TunnelledHomeAddress.TryRemoveOption(packet, out var removed, out _));
        Assert.Equal(0, removed);
        Assert.Equal(before, packet);
    }

    [Theory]
    [Clause("5555-4.5-rh2-v4")]
    [InlineData(false), InlineData(true)]
    public void The_answer_mirrors_it_with_a_routing_header(bool option)
    {
        var buffer = Packets.WithHeadroom(SealedAcknowledgement);
        Assert.True(Answer.TryReverse(buffer, Packets.Headroom, SealedAcknowledgement.Length, BehindNat with { HomeAddressOption = option }, out var offset, out var length, out _));
        Assert.Equal(option ? WithRoutingHeader(Packets.HomeAddress) : SealedAcknowledgement, buffer.AsSpan(offset + 28, length - 28).ToArray());
    }

    [Fact]
    [Clause("5555-4.5-rh2-v4-taken")]
    public void The_mobile_node_takes_the_routing_header_out()
    {
        var packet = WithRoutingHeader(Packets.HomeAddress);
        Assert.True(TunnelledHomeAddress.TryRemoveRoutingHeader(packet, out var removed, out _));
        Assert.Equal(SealedAcknowledgement, packet[removed..]);
    }

    [Fact]
    public void Cut_short_anywhere_it_is_refused_or_left_alone()
    {
        foreach (var whole in (byte[][])[WithOption(Packets.HomeAddress), WithRoutingHeader(Packets.HomeAddress)])
        {
            for (var length = 0; length < 64; length++)
            {
                Assert.False(TunnelledHomeAddress.TryRemoveOption(whole.AsSpan(0, length).ToArray(), out var removed, out _) && removed != 0);
                Assert.False(TunnelledHomeAddress.TryRemoveRoutingHeader(whole.AsSpan(0, length).ToArray(), out removed, out _) && removed != 0);
            }
        }
    }

    private static byte[] WithOption(Ipv6Address home) => Packets.Ipv6(
        Packets.HomeAddress, Packets.HomeAgent, IpProtocol.DestinationOptions,
        [.. Packets.Bytes("32 02 01020000 C910"), .. Native.AddressBytes(home), .. Packets.Esp(0xa)]);

    private static byte[] WithRoutingHeader(Ipv6Address home) => Packets.Ipv6(
        Packets.HomeAgent, Packets.HomeAddress, IpProtocol.Routing,
        [.. Packets.Bytes("32 02 02 01 00000000"), .. Native.AddressBytes(home), .. Packets.Esp(0xb)]);
}
