namespace DsMip.HomeAgent.Options;

/// <summary>The home agent's side of IKE, which charon speaks.</summary>
/// <param name="ViciSocket">Where charon takes commands.</param>
/// <param name="Certificate">File, PEM or DER; null: every mobile node has a key shared with us.</param>
/// <param name="PrivateKey">File; null without certificate.</param>
/// <param name="CaCertificate">File, of the CA of mobile nodes; null: none has a certificate.</param>
public sealed record IkeOptions(string ViciSocket, string Identity, string? Certificate, string? PrivateKey, string? CaCertificate);
