using CsCheck;
using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Classification;

[Clause("draft-4-tag-bits")]
public sealed class FlowLabelTagTests
{
    [Fact]
    public void A_tag_is_read_back_and_leaves_all_other_bits_alone() => Gen.Select(Gen.Int[1, FlowLabelTag.Maximum], Gen.Int[0, 255]).Sample((tag, trafficClass) =>
    {
        var original = Packets.Ipv6(Packets.HomeAddress, Packets.HomeAgent, IpProtocol.Esp, Packets.Esp(7), trafficClass);
        var packet = (byte[])original.Clone();
        FlowLabelTag.Stamp(packet, tag);
        Assert.Equal(tag, FlowLabelTag.Read(packet));
        FlowLabelTag.Clear(packet);
        Assert.Equal(original, packet);
    });

    [Fact]
    public void A_tag_replaces_what_the_sender_had_written()
    {
        var packet = Packets.Ipv6(Packets.HomeAddress, Packets.HomeAgent, IpProtocol.Esp, []);
        FlowLabelTag.Stamp(packet, FlowLabelTag.Maximum);
        FlowLabelTag.Stamp(packet, 0x12345);
        Assert.Equal(0x12345, FlowLabelTag.Read(packet));
    }

    [Fact]
    public void What_is_not_an_ipv6_header_stays_as_it_is()
    {
        foreach (var bytes in new[] { [], [0x60], Packets.Ipv4(Packets.Nat, Packets.HomeAgentIpv4, 17, new byte[40]) })
        {
            var copy = (byte[])bytes.Clone();
            FlowLabelTag.Stamp(copy, 5);
            Assert.Equal(bytes, copy);
            Assert.Equal(0, FlowLabelTag.Read(copy));
        }
    }
}
