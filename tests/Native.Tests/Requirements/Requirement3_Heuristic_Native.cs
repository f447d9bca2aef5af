using DsMip.Simulation.Tests.Requirements;
using DsMip.Tunnel;

namespace DsMip.Native.Tests.Requirements;

/// <summary>Req 3 by heuristic and locking: of what the kernel has sealed, the one packet whose SPI differs from data is the Binding Update.</summary>
[Clause("draft-3-heuristic-native")]
public sealed class Requirement3_Heuristic_Native(SharedTraffic shared) : IClassFixture<SharedTraffic>
{
    [NativeFact]
    public void The_one_packet_that_differs_takes_the_new_path()
    {
        var mobileNode = new MovingMobileNode(shared.Traffic, SpiTechnique.Heuristic);
        foreach (var kind in MovingMobileNode.Data) Assert.False(mobileNode.SendsByNewPath(kind));
        var random = new Random(3);
        for (var round = 0; round < 20; round++) mobileNode.MoveAmongData(AnyData(random), AnyData(random));
    }

    private static int[] AnyData(Random random) => [.. Enumerable.Range(0, random.Next(8)).Select(_ => random.Next(MovingMobileNode.Data.Length))];
}
