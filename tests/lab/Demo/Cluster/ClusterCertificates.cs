using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DsMip.Lab.Topology.Sites;

namespace DsMip.Lab.Cluster;

/// <summary>A certificate authority of one run, and a certificate with its key for each machine of the cluster, in PEM files.</summary>
public sealed class ClusterCertificates
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly string _directory;
    private readonly DateTimeOffset _from = DateTimeOffset.UtcNow.AddDays(-1);

    public ClusterCertificates(string directory, IEnumerable<ClusterMachine> machines)
    {
        _directory = directory;
        Directory.CreateDirectory(directory);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=DsMip lab", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        using var authority = request.CreateSelfSigned(_from, _from.AddDays(90));
        File.WriteAllText(CaCertificate, authority.ExportCertificatePem());
        foreach (var machine in machines)
        {
            Issue(authority, machine);
        }
    }

    public string CaCertificate => Path.Combine(_directory, "ca.pem");

    public string Certificate(ClusterMachine machine) => Path.Combine(_directory, machine.Name + ".pem");

    public string PrivateKey(ClusterMachine machine) => Path.Combine(_directory, machine.Name + ".key");

    private void Issue(X509Certificate2 authority, ClusterMachine machine)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={machine.Name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(machine.Name);
        names.AddIpAddress(IPAddress.Parse(machine.Address));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication), new Oid(ClientAuthentication)], critical: false));
        using var certificate = request.Create(authority, _from, _from.AddDays(89), RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(Certificate(machine), certificate.ExportCertificatePem());
        File.WriteAllText(PrivateKey(machine), key.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(PrivateKey(machine), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
