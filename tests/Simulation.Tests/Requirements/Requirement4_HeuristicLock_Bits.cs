using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Req 4: a Binding Update is, or may be, what comes from elsewhere than the binding says, and one packet at a
/// time inside IPsec, so that what comes out is the one that went in.</summary>
public sealed class Requirement4_HeuristicLock_Bits
{
    [Fact]
    public void Every_binding_holds_the_true_source_of_its_own_update() => InterleavedForgeries.Crowd(SpiTechnique.Heuristic, ReassociationTechnique.Lock);

    [Fact]
    public void In_any_interleaving() => InterleavedForgeries.Any(SpiTechnique.Heuristic, ReassociationTechnique.Lock);
}
