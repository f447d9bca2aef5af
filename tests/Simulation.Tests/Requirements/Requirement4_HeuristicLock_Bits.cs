using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Req 4: a Binding Update is, or may be, what comes from elsewhere than the binding says, and one packet at a
/// time inside IPsec, so that what comes out is the one that went in.</summary>
[Clause("draft-4-heuristic-bits")]
public sealed class Requirement4_HeuristicLock_Bits
{
    private readonly InterleavedForgeries _forgeries = new(size => new BitsCrowdIpsec(size), SpiTechnique.Heuristic, ReassociationTechnique.Lock);

    [Fact]
    public void Every_binding_holds_the_true_source_of_its_own_update() => _forgeries.Crowd();

    [Fact]
    public void In_any_interleaving() => _forgeries.Any();
}
