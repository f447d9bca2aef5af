using DsMip.Simulation.Tests.Requirements;
using DsMip.Tunnel;

namespace DsMip.Native.Tests.Requirements;

/// <summary>Req 4 by a tag in the flow label, which goes through the kernel's IPsec and comes out with the Mobility Header.</summary>
[Clause("draft-4-tag-native")]
public sealed class Requirement4_Tag_Native
{
    [NativeTheory]
    [InlineData(SpiTechnique.Api)]
    [InlineData(SpiTechnique.Heuristic)]
    public void Every_binding_holds_the_true_source_of_its_own_update(SpiTechnique technique) => With(technique).Crowd();

    [NativeFact]
    public void In_any_order()
    {
        for (var seed = 0; seed < 5; seed++) Assert.Equal((30, 0), With(SpiTechnique.Api).Queue(seed, 30));
    }

    private static InterleavedForgeries With(SpiTechnique technique) =>
        new(size => new KernelCrowdIpsec(size, ReassociationTechnique.Tag), technique, ReassociationTechnique.Tag);
}
