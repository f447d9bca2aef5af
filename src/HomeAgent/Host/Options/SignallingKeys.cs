using DsMip.Configuration;

namespace DsMip.HomeAgent.Options;

/// <summary>The SA pair that protects a mobile node's signalling (RFC 4877 4.1), keyed by hand.</summary>
/// <param name="BindingUpdate">SA mobile node to home agent.</param>
/// <param name="BindingAcknowledgement">SA home agent to mobile node.</param>
public sealed record SignallingKeys(SignallingAssociation BindingUpdate, SignallingAssociation BindingAcknowledgement);
