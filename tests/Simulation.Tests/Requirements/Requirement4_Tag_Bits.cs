using CsCheck;
using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Req 4 by a tag in the flow label: exact even if IPsec keeps packets in a queue and gives them back in any order.</summary>
public sealed class Requirement4_Tag_Bits
{
    [Theory]
    [InlineData(SpiTechnique.Api)]
    [InlineData(SpiTechnique.Heuristic)]
    public void Every_binding_holds_the_true_source_of_its_own_update(SpiTechnique technique) =>
        InterleavedForgeries.Crowd(technique, ReassociationTechnique.Tag);

    [Theory]
    [InlineData(SpiTechnique.Api)]
    [InlineData(SpiTechnique.Heuristic)]
    public void In_any_interleaving(SpiTechnique technique) => InterleavedForgeries.Any(technique, ReassociationTechnique.Tag);

    [Fact]
    public void Out_of_a_queue_in_any_order() => Gen.Select(Gen.Int, Gen.Int[2, 20]).Sample((seed, size) => Queue(seed, size, ReassociationTechnique.Tag), iter: 200);

    /// <summary>Why the tag is better than the lock, which never errs here, but knows nothing of what comes late.</summary>
    [Fact]
    public void The_lock_loses_what_comes_late_and_gives_it_to_nobody_else() =>
        Gen.Select(Gen.Int, Gen.Int[2, 20]).Sample((seed, size) => Queue(seed, size, ReassociationTechnique.Lock), iter: 200);

    /// <summary>Updates of several mobile nodes and forgeries for all of them are inside IPsec at once, which takes them in another order.</summary>
    private static void Queue(int seed, int size, ReassociationTechnique technique)
    {
        var random = new Random(seed);
        using var crowd = new NatCrowd(size, random);
        using var homeAgent = new CrowdedHomeAgent(size, SpiTechnique.Api, technique.Create(256));
        var inside = new List<byte[]>();
        for (var mobileNode = 0; mobileNode < size; mobileNode++)
        {
            foreach (var frame in new[] { crowd.Forgery(mobileNode), crowd.Update(mobileNode), crowd.Forgery(mobileNode), crowd.Forgery(mobileNode) })
            {
                if (homeAgent.Enter(frame) is { } packet && !IsReplay(inside, packet)) inside.Add(packet);
                homeAgent.Leave();
            }
        }
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(inside));
        inside.ForEach(homeAgent.Open);
        for (var mobileNode = 0; mobileNode < size; mobileNode++)
            Assert.Equal(technique == ReassociationTechnique.Tag ? crowd.TruthOf(mobileNode) : null, homeAgent.Holds(mobileNode));
    }

    /// <summary>An exact copy that overtakes its original is the one case that no receiver can tell (RFC 5555 5 admits it), so it is kept out here.</summary>
    private static bool IsReplay(List<byte[]> inside, byte[] packet) => inside.Exists(other => other.AsSpan(4).SequenceEqual(packet.AsSpan(4)));
}
