namespace DsMip.Tunnel;

/// <summary>Makes the classifiers of sealed packets by technique.</summary>
public static class SpiClassifier
{
    /// <summary>Req 3: the mobile node's.</summary>
    /// <param name="oracle">Asked with <see cref="SpiTechnique.Api"/> only.</param>
    public static IOutboundSpiClassifier Outbound(SpiTechnique technique, ISpiOracle oracle) =>
        technique == SpiTechnique.Api ? new ApiOutboundSpiClassifier(oracle) : new HeuristicOutboundSpiClassifier();

    /// <summary>Req 4: the home agent's.</summary>
    /// <param name="oracle">Asked with <see cref="SpiTechnique.Api"/> only.</param>
    /// <param name="bindings">Looked at with <see cref="SpiTechnique.Heuristic"/> only.</param>
    public static IInboundSpiClassifier Inbound(SpiTechnique technique, ISpiOracle oracle, BindingTable bindings) =>
        technique == SpiTechnique.Api ? new ApiInboundSpiClassifier(oracle) : new HeuristicInboundSpiClassifier(bindings);
}
