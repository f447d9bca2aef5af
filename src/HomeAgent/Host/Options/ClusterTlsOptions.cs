namespace DsMip.HomeAgent.Options;

/// <summary>How members of the cluster know each other. PEM files.</summary>
/// <param name="Certificate">This process's own.</param>
/// <param name="PrivateKey">Of that certificate.</param>
/// <param name="CaCertificate">One or more authorities; who has a certificate of one of them is a member.</param>
public sealed record ClusterTlsOptions(string Certificate, string PrivateKey, string CaCertificate);
