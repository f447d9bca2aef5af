using CsCheck;
using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>What every technique of Req 4 has to stand: forged frames between any two true ones.</summary>
internal static class InterleavedForgeries
{
    /// <summary>10,000 Binding Updates from 100 mobile nodes behind one NAT, and as many forged frames for the same home addresses.</summary>
    public static void Crowd(SpiTechnique technique, ReassociationTechnique reassociation)
    {
        const int size = 100, updates = 10_000;
        var random = new Random(4191);
        using var crowd = new NatCrowd(size, random);
        using var homeAgent = new CrowdedHomeAgent(size, technique, reassociation.Create(64));
        var mismatches = 0;
        for (var i = 0; i < updates; i++)
        {
            var mobileNode = random.Next(size);
            var before = random.Next(3);
            for (var forged = 0; forged < before; forged++) homeAgent.Receive(crowd.Forgery(mobileNode));
            homeAgent.Receive(crowd.Update(mobileNode));
            for (var forged = before; forged < 2; forged++) homeAgent.Receive(crowd.Forgery(random.Next(size)));
            if (homeAgent.Holds(mobileNode) != crowd.TruthOf(mobileNode)) mismatches++;
        }
        Assert.Equal((0, updates, 0), (mismatches, homeAgent.Accepted, homeAgent.WithoutWay));
        Assert.True(homeAgent.IntoIpsec > updates + updates / 2, "the forged frames do not get as far as IPsec");
    }

    /// <summary>Any short interleaving, checked after every frame.</summary>
    public static void Any(SpiTechnique technique, ReassociationTechnique reassociation) =>
        Gen.Select(Gen.Int, Gen.Select(Gen.Bool, Gen.Int[0, 2]).Array[1, 40]).Sample((seed, steps) =>
        {
            using var crowd = new NatCrowd(3, new Random(seed));
            using var homeAgent = new CrowdedHomeAgent(3, technique, reassociation.Create(2));
            var bound = new bool[3];
            foreach (var (forged, mobileNode) in steps)
            {
                homeAgent.Receive(forged ? crowd.Forgery(mobileNode) : crowd.Update(mobileNode));
                bound[mobileNode] |= !forged;
                Assert.Equal(bound[mobileNode] ? crowd.TruthOf(mobileNode) : null, homeAgent.Holds(mobileNode));
            }
            Assert.Equal(steps.Count(step => !step.Item1), homeAgent.Accepted);
        }, iter: 300);
}
