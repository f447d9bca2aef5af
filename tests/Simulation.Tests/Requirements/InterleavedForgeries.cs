using CsCheck;
using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>What every technique of Req 4 has to stand: forged frames between any two true ones.</summary>
/// <param name="ipsec">Makes an IPsec for so many mobile nodes.</param>
internal sealed class InterleavedForgeries(Func<int, ICrowdIpsec> ipsec, SpiTechnique technique, ReassociationTechnique reassociation)
{
    /// <summary>10,000 Binding Updates from 100 mobile nodes behind one NAT, and twice as many forged frames for the same home addresses.</summary>
    /// <param name="tolerated">Binding Updates that may find no way at all, and would be sent again, where the machine can stand still.</param>
    public void Crowd(int tolerated = 0)
    {
        const int size = 100, updates = 10_000;
        var random = new Random(4191);
        using var security = ipsec(size);
        using var crowd = new NatCrowd(size, random);
        var homeAgent = new CrowdedHomeAgent(security, technique, reassociation.Create(4096));
        for (var i = 0; i < updates; i++)
        {
            var mobileNode = random.Next(size);
            var before = random.Next(3);
            for (var forged = 0; forged < before; forged++) homeAgent.Receive(crowd.Forgery(mobileNode));
            homeAgent.Receive(crowd.Update(mobileNode));
            for (var forged = before; forged < 2; forged++) homeAgent.Receive(crowd.Forgery(random.Next(size)));
        }
        security.Settle();
        var mismatches = homeAgent.Accepted.Count(binding => !crowd.IsTrue(binding));
        Assert.Equal(0, mismatches);
        Assert.Equal(updates, homeAgent.Accepted.Count + homeAgent.WithoutWay);
        Assert.InRange(homeAgent.WithoutWay, 0, tolerated);
        Assert.True(homeAgent.IntoIpsec > updates + updates / 2, "the forged frames do not get as far as IPsec");
    }

    /// <summary>Any short interleaving, checked after every frame.</summary>
    public void Any() => Gen.Select(Gen.Int, Gen.Select(Gen.Bool, Gen.Int[0, 2]).Array[1, 40]).Sample((seed, steps) =>
    {
        using var security = ipsec(3);
        using var crowd = new NatCrowd(3, new Random(seed));
        var homeAgent = new CrowdedHomeAgent(security, technique, reassociation.Create(2));
        var bound = new bool[3];
        foreach (var (forged, mobileNode) in steps)
        {
            homeAgent.Receive(forged ? crowd.Forgery(mobileNode) : crowd.Update(mobileNode));
            bound[mobileNode] |= !forged;
            Assert.Equal(bound[mobileNode] ? crowd.TruthOf(mobileNode) : null, homeAgent.Holds(mobileNode));
        }
        Assert.Equal(steps.Count(step => !step.Item1), homeAgent.Accepted.Count);
    }, iter: 300);

    /// <summary>
    /// Updates of several mobile nodes and forgeries for all of them have entered, and IPsec takes them in another order, when all have left again.
    /// </summary>
    /// <returns>How many bindings hold the true source, and how many another one.</returns>
    public (int True, int False) Queue(int seed, int size)
    {
        var random = new Random(seed);
        using var security = ipsec(size);
        using var crowd = new NatCrowd(size, random);
        var homeAgent = new CrowdedHomeAgent(security, technique, reassociation.Create(256));
        var inside = new List<byte[]>();
        for (var mobileNode = 0; mobileNode < size; mobileNode++)
        {
            foreach (var frame in new[] { crowd.Forgery(mobileNode), crowd.Update(mobileNode), crowd.Forgery(mobileNode), crowd.Forgery(mobileNode) })
            {
                if (homeAgent.Enter(frame) is { } packet && !IsCopy(inside, packet)) inside.Add(packet);
                homeAgent.Leave();
            }
        }
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(inside));
        inside.ForEach(homeAgent.Open);
        security.Settle();
        var bound = Enumerable.Range(0, size).Where(mobileNode => homeAgent.Holds(mobileNode) is not null).ToArray();
        var right = bound.Count(mobileNode => homeAgent.Holds(mobileNode) == crowd.TruthOf(mobileNode));
        return (right, bound.Length - right);
    }

    /// <summary>An exact copy that overtakes its original is the one case that no receiver can tell (RFC 5555 5 admits it), so it is kept out there.</summary>
    private static bool IsCopy(List<byte[]> inside, byte[] packet) => inside.Exists(other => other.AsSpan(4).SequenceEqual(packet.AsSpan(4)));
}
