using k8s.Models;

namespace DsMip.Deploy.Tests.Models;

/// <summary>cert-manager.io/v1, as far as the chart uses it.</summary>
public sealed class Certificate
{
    public string ApiVersion { get; set; } = "";
    public string Kind { get; set; } = "";
    public V1ObjectMeta Metadata { get; set; } = new();
    public CertificateSpec Spec { get; set; } = new();
}

public sealed class CertificateSpec
{
    public string SecretName { get; set; } = "";
    public string CommonName { get; set; } = "";
    public IList<string> DnsNames { get; set; } = [];
    public IList<string> Usages { get; set; } = [];
    public CertificateKey PrivateKey { get; set; } = new();
    public string Duration { get; set; } = "";
    public string RenewBefore { get; set; } = "";
    public CertificateIssuer IssuerRef { get; set; } = new();
}

public sealed class CertificateKey
{
    public string Algorithm { get; set; } = "";
    public int Size { get; set; }
    public string RotationPolicy { get; set; } = "";
}

public sealed class CertificateIssuer
{
    public string Name { get; set; } = "";
    public string Kind { get; set; } = "";
}
