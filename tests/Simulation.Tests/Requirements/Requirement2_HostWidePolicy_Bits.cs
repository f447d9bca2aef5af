using CsCheck;
using DsMip.IPsec;
using DsMip.Simulation.Tests.Nodes;
using DsMip.Simulation.Tests.World;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Req 2: one host-wide SPD, no interface in it, puts every kind of packet on its own SA; the last entry catches payload.</summary>
public sealed class Requirement2_HostWidePolicy_Bits : IDisposable
{
    private readonly IpsecBoundary _mobileNode = DraftPolicy.MobileNode();
    private readonly IpsecBoundary _homeAgent = DraftPolicy.HomeAgent();

    public static TheoryData<string> Kinds => [.. MobileIpTraffic.All.Select(kind => kind.Name)];

    public void Dispose()
    {
        _mobileNode.Dispose();
        _homeAgent.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_leaves_under_its_own_SA_and_arrives(string name) => Pass(MobileIpTraffic.Of(name));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_of_it_is_accepted_in_the_clear(string name)
    {
        var kind = MobileIpTraffic.Of(name);
        Assert.Null((kind.FromMobileNode ? _homeAgent : _mobileNode).Open(kind.Packet));
    }

    [Fact]
    public void In_any_order_and_number() => Gen.Int[0, MobileIpTraffic.All.Length - 1].Array[0, 40].Sample(
        order => Array.ForEach(order, index => Pass(MobileIpTraffic.All[index])), threads: 1, iter: 200);

    /// <summary>Why payload comes last: in front of the others its entry takes all of them.</summary>
    [Fact]
    public void The_payload_entry_in_front_would_take_signalling()
    {
        SecurityPolicy[] reversed = [.. Enumerable.Reverse(DraftPolicy.MobileNodeEntries)];
        using var mobileNode = DraftPolicy.Fill(new IpsecBoundary(new SecurityPolicyDatabase(reversed)), atHomeAgent: false);
        Assert.Equal(0x1400u, SealedPacket.Spi(mobileNode.Seal(MobileIpTraffic.Of("Binding Update").Packet)));
    }

    private void Pass(MobileIpTraffic kind)
    {
        var (sender, receiver) = kind.FromMobileNode ? (_mobileNode, _homeAgent) : (_homeAgent, _mobileNode);
        var sealedPacket = sender.Seal(kind.Packet);
        Assert.NotNull(sealedPacket);
        Assert.Equal(kind.Spi, SealedPacket.Spi(sealedPacket));
        Assert.Equal(
            kind.FromMobileNode ? (Subscriber.All[0].HomeAddress, Place.HomeAgent) : (Place.HomeAgent, Subscriber.All[0].HomeAddress), SealedPacket.Ends(sealedPacket));
        Assert.Equal(kind.Packet, receiver.Open(sealedPacket));
    }
}
