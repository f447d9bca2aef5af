using DsMip.Simulation.Tests.Requirements;
using DsMip.Tunnel;

namespace DsMip.Native.Tests.Requirements;

/// <summary>Req 4: a Binding Update is known by the selectors of its SPI in the kernel's SAD, and one packet at a
/// time is inside the kernel's IPsec, so that what comes out is the one that went in.</summary>
[Clause("draft-4-api-native")]
public sealed class Requirement4_ApiLock_Native
{
    [NativeFact]
    public void Every_binding_holds_the_true_source_of_its_own_update() =>
        new InterleavedForgeries(size => new KernelCrowdIpsec(size, ReassociationTechnique.Lock), SpiTechnique.Api, ReassociationTechnique.Lock).Crowd(tolerated: 10);
}
