using CsCheck;
using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>
/// Req 3 by heuristic and locking: data is many packets of SPIs seen before; an announcement locks, the one packet of another SPI is the Binding
/// Update, and unlocks.
/// </summary>
[Clause("draft-3-heuristic-bits")]
public sealed class Requirement3_Heuristic_Bits
{
    private static readonly Gen<int[]> AnyData = Gen.Int[0, MovingMobileNode.Data.Length - 1].Array[0, 8];

    [Fact]
    public void The_one_packet_that_differs_takes_the_new_path() => Gen.Select(AnyData, AnyData).Array[1, 6].Sample(rounds =>
    {
        using var pair = new BitsPair();
        var mobileNode = new MovingMobileNode(pair, SpiTechnique.Heuristic);
        foreach (var kind in MovingMobileNode.Data) Assert.False(mobileNode.SendsByNewPath(kind));
        foreach (var (before, after) in rounds) mobileNode.MoveAmongData(before, after);
    }, iter: 300);

    /// <summary>The limit of the technique, and that it heals: a data SA never seen before speaks first under the lock.</summary>
    [Fact]
    [Clause("draft-3-rekey")]
    public void A_new_data_SA_under_the_lock_costs_one_retransmission()
    {
        using var pair = new BitsPair();
        var mobileNode = new MovingMobileNode(pair, SpiTechnique.Heuristic);
        mobileNode.Announce();
        Assert.True(mobileNode.SendsByNewPath("payload up"));
        Assert.False(mobileNode.SendsByNewPath("Binding Update"));
        mobileNode.Announce();
        Assert.False(mobileNode.SendsByNewPath("Binding Update"));
        mobileNode.Announce();
        Assert.True(mobileNode.SendsByNewPath("Binding Update"));
    }
}
