using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

/// <summary>A certificate authority and what it has signed, as PEM files in a directory of its own.</summary>
internal sealed class Certificates : IDisposable
{
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    private static int _number;
    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("dsmip-ca-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    /// <param name="above">Has signed this one; null: nobody.</param>
    public Certificates(Certificates? above = null, string name = "cluster")
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var (from, until) = (DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(1));
        _authority = above is null ? request.CreateSelfSigned(from, until) : request.Create(above._authority, from, until.AddDays(-1), [1]).CopyWithPrivateKey(_key);
        Authority = Write("ca.pem", _authority.ExportCertificatePem());
    }

    public string Authority { get; }

    public ClusterTlsOptions Issue(string name = "localhost", DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null, params string[] usages)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        if (usages.Length == 0) usages = [ServerAuthentication, ClientAuthentication];
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. usages.Select(usage => new Oid(usage))], critical: false));
        var number = Interlocked.Increment(ref _number);
        using var certificate = request.Create(
            _authority, notBefore ?? DateTimeOffset.UtcNow.AddYears(-1), notAfter ?? DateTimeOffset.UtcNow.AddMonths(1), BitConverter.GetBytes(number));
        return new ClusterTlsOptions(
            Write($"{number}.pem", certificate.ExportCertificatePem()), Write($"{number}.key", key.ExportPkcs8PrivateKeyPem()), Authority);
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
        System.IO.Directory.Delete(_directory, recursive: true);
    }
}
