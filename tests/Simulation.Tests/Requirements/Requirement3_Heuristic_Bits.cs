using CsCheck;
using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>
/// Req 3 by heuristic and locking: data is many packets of SPIs seen before; an announcement locks, the one packet of another SPI is the Binding
/// Update, and unlocks.
/// </summary>
public sealed class Requirement3_Heuristic_Bits
{
    private static readonly string[] Data = ["payload up", "IPv4 payload up", "Home Test Init", "payload to the home agent itself"];

    /// <summary>So many data packets between announcement and Binding Update, and after it, for each Binding Update.</summary>
    private static readonly Gen<(int[] Before, int[] After)> AnyRound = Gen.Select(AnyData(), AnyData());

    [Fact]
    public void The_one_packet_that_differs_takes_the_new_path() => AnyRound.Array[1, 6].Sample(rounds =>
    {
        using var mobileNode = new MovingMobileNode(SpiTechnique.Heuristic);
        foreach (var name in Data) Assert.False(mobileNode.SendsByNewPath(name));
        foreach (var (before, after) in rounds)
        {
            mobileNode.Announce();
            Assert.DoesNotContain(before, index => mobileNode.SendsByNewPath(Data[index]));
            Assert.True(mobileNode.SendsByNewPath("Binding Update"));
            Assert.DoesNotContain(after, index => mobileNode.SendsByNewPath(Data[index]));
        }
    }, iter: 300);

    /// <summary>The limit of the technique, and that it heals: a data SA never seen before speaks first under the lock.</summary>
    [Fact]
    public void A_new_data_SA_under_the_lock_costs_one_retransmission()
    {
        using var mobileNode = new MovingMobileNode(SpiTechnique.Heuristic);
        mobileNode.Announce();
        Assert.True(mobileNode.SendsByNewPath("payload up"));
        Assert.False(mobileNode.SendsByNewPath("Binding Update"));
        mobileNode.Announce();
        Assert.False(mobileNode.SendsByNewPath("Binding Update"));
        mobileNode.Announce();
        Assert.True(mobileNode.SendsByNewPath("Binding Update"));
    }

    private static Gen<int[]> AnyData() => Gen.Int[0, Data.Length - 1].Array[0, 8];
}
