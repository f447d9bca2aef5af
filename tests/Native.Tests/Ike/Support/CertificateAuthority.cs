using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DsMip.Ike;

namespace DsMip.Native.Tests.Ike;

/// <summary>Certificates for identities, in files as operators have them.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset To = DateTimeOffset.UtcNow.AddDays(1);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly string _directory = Directory.CreateDirectory("/run/dsmip-certificates").FullName;

    public CertificateAuthority()
    {
        var request = new CertificateRequest("CN=DsMip lab", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _certificate = request.CreateSelfSigned(From, To);
        File.WriteAllText(CertificateFile, _certificate.ExportCertificatePem());
    }

    private string CertificateFile => Path.Combine(_directory, "ca.pem");

    public CertificateFiles Issue(string identity)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + identity, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(identity, out var address)) names.AddIpAddress(address);
        else names.AddDnsName(identity);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_certificate, From, To, RandomNumberGenerator.GetBytes(8));
        var files = new CertificateFiles(Path.Combine(_directory, identity + ".pem"), Path.Combine(_directory, identity + ".key"), CertificateFile);
        File.WriteAllText(files.CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(files.PrivateKeyFile, key.ExportPkcs8PrivateKeyPem());
        return files;
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
