using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Signalling;

/// <summary>
/// The packet walk of the draft's "Processing Steps within a Node", Binding Update and Acknowledgement over IPv4 behind a NAT, byte by byte.
/// The frames were made with scapy: IPv4, UDP, IPv6, ESP. coa_4 is 10.0.0.7, mn_port 40001, nat_4 203.0.113.9, nat_port 61000, ha_4 198.51.100.1.
/// </summary>
[Clause("draft-1-walk")]
public sealed class DraftWalkTests
{
    private const string SealedUpdate =
        "600000000018324020010db800010000000000000000010020010db8000100000000000000000001 0000000a00000001101112131415161718191a1b1c1d1e1f";

    private const string SealedAcknowledgement =
        "600000000018324020010db800010000000000000000000120010db8000100000000000000000100 0000000b00000001202122232425262728292a2b2c2d2e2f";

    private static readonly SignallingPath Path = new(Packets.CareOfIpv4, Packets.HomeAgentIpv4, 40001);
    private static readonly Ingress BehindNat = new(Encapsulation.UdpIpv4, Packets.HomeAgentIpv4, Packets.Nat, RemotePort: 61000, LocalPort: Port.DsMip);

    [Fact]
    [Clause("5555-4.1-update", "5555-4.4.2-hoa-source")]
    public void Mobile_node_step_4_the_sealed_update_goes_into_ipv4_and_udp()
    {
        var buffer = Packets.WithHeadroom(Packets.Bytes(SealedUpdate));
        Assert.True(Path.TryFrame(buffer, Packets.Headroom, buffer.Length - Packets.Headroom, out var offset, out var length, out _));
        Assert.Equal(
            Packets.Bytes("4500005c00004000401106560a000007c6336401 9c41105f004876e8 600000000018324020010db800010000000000000000010020010db8000100000000000000000001 0000000a00000001101112131415161718191a1b1c1d1e1f"),
            buffer.AsSpan(offset, length).ToArray());
    }

    [Fact]
    [Clause("5555-4.5-accept")]
    public void Home_agent_step_2_the_outer_headers_are_noted_and_removed()
    {
        var frame = Packets.Bytes("4500005c000040004011d452cb007109c6336401 ee48105f0048f2dd 600000000018324020010db800010000000000000000010020010db8000100000000000000000001 0000000a00000001101112131415161718191a1b1c1d1e1f");
        Assert.True(Decapsulator.TryDecapsulate(frame, out var ingress, out var inner, out _));
        Assert.Equal(Packets.Bytes(SealedUpdate), frame[inner]);
        Assert.Equal(BehindNat, ingress);
    }

    [Fact]
    [Clause("6275-9.5.4-no-rh2", "5555-4.1-acknowledgement", "5555-4.2-ack-udp", "5555-4.5-rh2-v4")]
    public void Home_agent_step_4_the_sealed_acknowledgement_goes_to_the_nat()
    {
        var buffer = Packets.WithHeadroom(Packets.Bytes(SealedAcknowledgement));
        Assert.True(Answer.TryReverse(buffer, Packets.Headroom, buffer.Length - Packets.Headroom, BehindNat, out var offset, out var length, out _));
        Assert.Equal(
            Packets.Bytes("4500005c000040004011d452c6336401cb007109 105fee480048725c 600000000018324020010db800010000000000000000000120010db8000100000000000000000100 0000000b00000001202122232425262728292a2b2c2d2e2f"),
            buffer.AsSpan(offset, length).ToArray());
    }

    [Fact]
    public void Mobile_node_step_2_the_acknowledgement_comes_out_as_it_went_in()
    {
        var frame = Packets.Bytes("4500005c0000400040110656c63364010a000007 105f9c410048f666 600000000018324020010db800010000000000000000000120010db8000100000000000000000100 0000000b00000001202122232425262728292a2b2c2d2e2f");
        Assert.True(Decapsulator.TryDecapsulate(frame, Packets.HomeAddress, out var ingress, out var inner, out _));
        Assert.Equal(Packets.Bytes(SealedAcknowledgement), frame[inner]);
        Assert.Equal(new Ingress(Encapsulation.UdpIpv4, Packets.CareOfIpv4, Packets.HomeAgentIpv4, Port.DsMip, 40001), ingress);
    }
}
