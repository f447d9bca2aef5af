using DsMip.Configuration;

namespace DsMip.MobileNode.Configuration;

/// <summary>The SA pair that protects signalling (RFC 4877 4.1), keyed by hand.</summary>
/// <param name="BindingUpdate">SA mobile node to home agent.</param>
/// <param name="BindingAcknowledgement">SA home agent to mobile node.</param>
public sealed record SignallingKeys(SignallingAssociation BindingUpdate, SignallingAssociation BindingAcknowledgement)
{
    /// <summary>They have a key in common.</summary>
    public bool Shares(SignallingKeys other) =>
        other.Has(BindingUpdate.Fingerprint) || other.Has(BindingAcknowledgement.Fingerprint);

    private bool Has(ulong fingerprint) => BindingUpdate.Fingerprint == fingerprint || BindingAcknowledgement.Fingerprint == fingerprint;
}
