using DsMip.Simulation.Tests.Requirements;
using DsMip.Tunnel;

namespace DsMip.Native.Tests.Requirements;

/// <summary>Req 4: a Binding Update is, or may be, what comes from elsewhere than the binding says, and one packet at a
/// time is inside the kernel's IPsec, so that what comes out is the one that went in.</summary>
[Clause("draft-4-heuristic-native")]
public sealed class Requirement4_HeuristicLock_Native
{
    [NativeFact]
    public void Every_binding_holds_the_true_source_of_its_own_update() =>
        new InterleavedForgeries(size => new KernelCrowdIpsec(size, ReassociationTechnique.Lock), SpiTechnique.Heuristic, ReassociationTechnique.Lock).Crowd(tolerated: 10);
}
