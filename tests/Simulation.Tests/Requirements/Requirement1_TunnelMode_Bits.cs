using CsCheck;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Req 1 in tunnel mode: the outer header of return routability and payload is replaced after IPsec.</summary>
[Clause("draft-1-tunnel-bits")]
public sealed class Requirement1_TunnelMode_Bits
{
    public static TheoryData<string> Kinds => [.. Handovers.TunnelMode];

    [Theory]
    [Clause("6275-10.4.6-next-packet", "5555-5.1-tunnel-sa", "4877-4.3-source", "4877-4.3-next-packet")]
    [MemberData(nameof(Kinds))]
    public void The_next_packet_after_a_binding_takes_the_new_path(string kind) => Gen.Int[0, CareOf.All.Length - 1].Array[1, 12].Sample(places =>
    {
        using var pair = new BitsPair();
        var handovers = new Handovers(pair);
        foreach (var place in places) handovers.FollowInTunnelMode(kind, CareOf.All[place]);
    }, iter: 100);

    [Fact]
    public void What_is_under_way_by_the_old_path_is_still_accepted()
    {
        using var pair = new BitsPair();
        var early = Rewriting.TunnelOut(pair.Seal("payload down"), CareOf.Ipv6, up: false);
        var late = Rewriting.TunnelOut(pair.Seal("payload down"), CareOf.Nat, up: false);
        pair.Arrives("payload down", Rewriting.TunnelIn(late, up: false));
        pair.Arrives("payload down", Rewriting.TunnelIn(early, up: false));
    }

    /// <summary>RFC 6040: a mark made on the path comes through the replaced header and out of IPsec.</summary>
    [Fact]
    [Clause("3948-3.3-replace")]
    public void Congestion_on_the_path_is_seen_by_the_receiver()
    {
        var clear = (byte[])MobileIpTraffic.Of("payload down").Packet.Clone();
        clear[1] |= 2 << 4;
        using var homeAgent = DraftPolicy.HomeAgent();
        using var mobileNode = DraftPolicy.MobileNode();
        foreach (var place in CareOf.All)
        {
            var frame = Rewriting.TunnelOut(homeAgent.Seal(clear)!, place, up: false);
            if (place.Remote.IsIpv4) _ = new Ipv4View(frame) { TypeOfService = 3 };
            else _ = new Ipv6View(frame) { TrafficClass = 3 };
            Assert.Equal(3, TrafficClass.Read(mobileNode.Open(Rewriting.TunnelIn(frame, up: false))));
        }
    }
}
