using CsCheck;
using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Req 4 by a tag in the flow label: exact even if IPsec keeps packets in a queue and gives them back in any order.</summary>
[Clause("draft-4-tag-bits")]
public sealed class Requirement4_Tag_Bits
{
    [Theory]
    [InlineData(SpiTechnique.Api)]
    [InlineData(SpiTechnique.Heuristic)]
    public void Every_binding_holds_the_true_source_of_its_own_update(SpiTechnique technique) => With(technique, ReassociationTechnique.Tag).Crowd();

    [Theory]
    [InlineData(SpiTechnique.Api)]
    [InlineData(SpiTechnique.Heuristic)]
    public void In_any_interleaving(SpiTechnique technique) => With(technique, ReassociationTechnique.Tag).Any();

    [Fact]
    public void Out_of_a_queue_in_any_order() => Gen.Select(Gen.Int, Gen.Int[2, 20]).Sample(
        (seed, size) => Assert.Equal((size, 0), With(SpiTechnique.Api, ReassociationTechnique.Tag).Queue(seed, size)), iter: 200);

    /// <summary>Why the tag is better than the lock, which never errs here, but knows nothing of what comes late.</summary>
    [Fact]
    public void The_lock_loses_what_comes_late_and_gives_it_to_nobody_else() => Gen.Select(Gen.Int, Gen.Int[2, 20]).Sample(
        (seed, size) => Assert.Equal((0, 0), With(SpiTechnique.Api, ReassociationTechnique.Lock).Queue(seed, size)), iter: 200);

    private static InterleavedForgeries With(SpiTechnique technique, ReassociationTechnique reassociation) =>
        new(size => new BitsCrowdIpsec(size), technique, reassociation);
}
