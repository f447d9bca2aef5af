using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Signalling;

/// <summary>Walk (b): signalling native over IPv6, with the headers of RFC 6275 6.3 and 6.4 put on after IPsec and taken off before it.</summary>
public sealed class NativeWalkTests
{
    private static readonly byte[] SealedUpdate = Packets.Ipv6(Packets.HomeAddress, Packets.HomeAgent, IpProtocol.Esp, Packets.Esp(0xa));
    private static readonly byte[] SealedAcknowledgement = Packets.Ipv6(Packets.HomeAgent, Packets.HomeAddress, IpProtocol.Esp, Packets.Esp(0xb));

    [Fact]
    [Clause("6275-6.3-place", "6275-11.3.2-hao-esp", "6275-11.7.1-hao", "4877-4.2-hao")]
    public void The_mobile_node_sends_from_the_care_of_address_with_a_home_address_option()
    {
        var frame = Frame(SealedUpdate, Packets.CareOf);
        Assert.Equal(Native.HomeAddressOption(Packets.Esp(0xa)), frame);
    }

    [Fact]
    [Clause("6275-9.3.1-esp")]
    public void The_home_agent_sees_the_home_address_and_notes_the_care_of_address()
    {
        var frame = Native.HomeAddressOption(Packets.Esp(0xa));
        Assert.True(Decapsulator.TryDecapsulate(frame, out var ingress, out var inner, out _));
        Assert.Equal(SealedUpdate, frame[inner]);
        Assert.Equal(new Ingress(Encapsulation.Native, Packets.HomeAgent, Packets.CareOf, HomeAddressOption: true), ingress);
    }

    [Fact]
    [Clause("6275-9.5.4-destination", "6275-9.5.4-rh2", "4877-4.2-rh2")]
    public void The_answer_carries_a_type_2_routing_header()
    {
        var ingress = new Ingress(Encapsulation.Native, Packets.HomeAgent, Packets.CareOf, HomeAddressOption: true);
        Assert.Equal(Native.RoutingHeader(Packets.Esp(0xb)), Answered(ingress));
    }

    [Fact]
    [Clause("6275-11.3.3-rh2")]
    public void The_mobile_node_sees_its_home_address_again()
    {
        var frame = Native.RoutingHeader(Packets.Esp(0xb));
        Assert.True(Decapsulator.TryDecapsulate(frame, Packets.HomeAddress, out var ingress, out var inner, out _));
        Assert.Equal(SealedAcknowledgement, frame[inner]);
        Assert.Equal(new Ingress(Encapsulation.Native, Packets.CareOf, Packets.HomeAgent), ingress);
    }

    [Fact]
    [Clause("6275-9.5.4-no-rh2")]
    public void At_home_nothing_is_added_in_either_direction()
    {
        var update = Frame(SealedUpdate, Packets.HomeAddress);
        Assert.Equal(SealedUpdate, update);
        Assert.True(Decapsulator.TryDecapsulate(update, out var ingress, out var inner, out _));
        Assert.Equal(SealedUpdate, update[inner]);
        Assert.Equal(new Ingress(Encapsulation.Native, Packets.HomeAgent, Packets.HomeAddress), ingress);
        Assert.Equal(SealedAcknowledgement, Answered(ingress));
    }

    [Fact]
    public void An_answer_to_another_home_address_than_the_request_came_from_is_refused()
    {
        var ingress = new Ingress(Encapsulation.Native, Packets.HomeAgent, Packets.Correspondent);
        Assert.False(Answer.TryReverse(Packets.WithHeadroom(SealedAcknowledgement), Packets.Headroom, SealedAcknowledgement.Length, ingress, out _, out _, out var why));
        Assert.Equal(DropReason.NotForUs, why);
    }

    [Fact]
    [Clause("6275-11.3.1-hao-nd")]
    public void Signalling_in_clear_gets_no_home_address_option()
    {
        var clear = Packets.Ipv6(Packets.HomeAddress, Packets.HomeAgent, IpProtocol.MobilityHeader, new byte[16]);
        Assert.False(NativeSignalling.TryAddHomeAddressOption(Packets.WithHeadroom(clear), Packets.Headroom, clear.Length, Packets.CareOf, out _, out _, out var why));
        Assert.Equal(DropReason.UnprotectedSignalling, why);
    }

    [Fact]
    public void Where_there_is_no_ipsec_it_does()
    {
        var clear = Packets.Ipv6(Packets.HomeAddress, Packets.HomeAgent, IpProtocol.MobilityHeader, new byte[16]);
        var buffer = Packets.WithHeadroom(clear);
        var path = new SignallingPath(Packets.CareOf, Packets.HomeAgentIpv4, 5000, AllowClear: true);
        Assert.True(path.TryFrame(buffer, Packets.Headroom, clear.Length, out var offset, out var length, out _));
        var frame = buffer.AsSpan(offset, length).ToArray();
        Assert.Equal((IpProtocol.DestinationOptions, IpProtocol.MobilityHeader), (frame[6], frame[40]));
        Assert.True(Decapsulator.TryDecapsulate(frame, out var ingress, out var inner, out _));
        Assert.Equal(clear, frame[inner]);

        buffer = Packets.WithHeadroom(Packets.Ipv6(Packets.HomeAgent, Packets.HomeAddress, IpProtocol.MobilityHeader, new byte[16]));
        Assert.True(Answer.TryReverse(buffer, Packets.Headroom, clear.Length, ingress, out offset, out length, out _, allowClear: true));
        Assert.Equal((IpProtocol.Routing, IpProtocol.MobilityHeader), (buffer[offset + 6], buffer[offset + 40]));
    }

    private static byte[] Frame(byte[] packet, Ipv6Address careOf)
    {
        var buffer = Packets.WithHeadroom(packet);
        var path = new SignallingPath(careOf, Packets.HomeAgentIpv4, 5000);
        Assert.True(path.TryFrame(buffer, Packets.Headroom, packet.Length, out var offset, out var length, out _));
        return buffer.AsSpan(offset, length).ToArray();
    }

    private static byte[] Answered(in Ingress ingress)
    {
        var buffer = Packets.WithHeadroom(SealedAcknowledgement);
        Assert.True(Answer.TryReverse(buffer, Packets.Headroom, SealedAcknowledgement.Length, ingress, out var offset, out var length, out _));
        return buffer.AsSpan(offset, length).ToArray();
    }
}
