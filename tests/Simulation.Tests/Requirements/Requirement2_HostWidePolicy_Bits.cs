using CsCheck;
using DsMip.IPsec;
using DsMip.Simulation.Tests.Nodes;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Req 2: one host-wide SPD, no interface in it, puts every kind of packet on its own SA; the last entry catches payload.</summary>
[Clause("draft-2-bits")]
public sealed class Requirement2_HostWidePolicy_Bits : IDisposable
{
    private readonly BitsPair _pair = new();

    public static TheoryData<string> Kinds => [.. MobileIpTraffic.All.Select(kind => kind.Name)];

    public void Dispose() => _pair.Dispose();

    [Theory]
    [Clause("6275-10.4.6-esp", "4877-4.1-return-routability", "4877-4.1-prefix-discovery", "4877-4.3-mh-types", "4877-4.3-hoti-own")]
    [MemberData(nameof(Kinds))]
    public void Every_kind_leaves_under_its_own_SA_and_arrives(string kind) => HostWidePolicy.Pass(_pair, kind);

    [Theory]
    [Clause("4877-7.2-bypass")]
    [MemberData(nameof(Kinds))]
    public void Nothing_of_it_is_accepted_in_the_clear(string kind) => Assert.Null(_pair.Open(kind, MobileIpTraffic.Of(kind).Packet));

    [Fact]
    public void In_any_order_and_number() => Gen.Int[0, MobileIpTraffic.All.Length - 1].Array[0, 40].Sample(order =>
    {
        using var pair = new BitsPair();
        foreach (var index in order) HostWidePolicy.Pass(pair, MobileIpTraffic.All[index].Name);
    }, iter: 200);

    /// <summary>Why payload comes last: in front of the others its entry takes all of them.</summary>
    [Fact]
    [Clause("4877-7.2-order")]
    public void The_payload_entry_in_front_would_take_signalling()
    {
        SecurityPolicy[] reversed = [.. Enumerable.Reverse(DraftPolicy.MobileNodeEntries)];
        using var mobileNode = DraftPolicy.Fill(new IpsecBoundary(new SecurityPolicyDatabase(reversed)), atHomeAgent: false);
        Assert.Equal(0x1400u, SealedPacket.Spi(mobileNode.Seal(MobileIpTraffic.Of("Binding Update").Packet)));
    }
}
