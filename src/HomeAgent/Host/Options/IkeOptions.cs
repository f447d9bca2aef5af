namespace DsMip.HomeAgent.Options;

/// <summary>The home agent's side of IKE, which charon speaks.</summary>
/// <param name="ViciSocket">Where charon takes commands.</param>
/// <param name="Certificate">File, PEM or DER; null: every mobile node has a key shared with us.</param>
/// <param name="PrivateKey">File; null without certificate.</param>
/// <param name="CaCertificate">File, of the CA of mobile nodes; null: none has a certificate.</param>
/// <param name="EapMethod">Of mobile nodes with an EAP secret, as charon names it, without <c>eap-</c>.</param>
/// <param name="Bootstrapping">Null: mobile nodes know their home addresses.</param>
public sealed record IkeOptions(
    string ViciSocket, string Identity, string? Certificate, string? PrivateKey, string? CaCertificate, string EapMethod = IkeOptions.UsualEapMethod,
    BootstrappingOptions? Bootstrapping = null)
{
    public const string UsualEapMethod = "mschapv2";
}
