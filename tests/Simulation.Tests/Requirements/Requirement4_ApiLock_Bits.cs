using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Req 4: a Binding Update is known by the selectors of its SPI, and one packet at a
/// time inside IPsec, so that what comes out is the one that went in.</summary>
[Clause("draft-4-api-bits")]
public sealed class Requirement4_ApiLock_Bits
{
    private readonly InterleavedForgeries _forgeries = new(size => new BitsCrowdIpsec(size), SpiTechnique.Api, ReassociationTechnique.Lock);

    [Fact]
    public void Every_binding_holds_the_true_source_of_its_own_update() => _forgeries.Crowd();

    [Fact]
    public void In_any_interleaving() => _forgeries.Any();
}
