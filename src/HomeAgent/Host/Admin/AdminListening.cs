using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Admin;

/// <summary>Where HTTP listens.</summary>
internal static class AdminListening
{
    private const long LargestBody = 64 * 1024;

    /// <exception cref="ConfigurationException">The certificate cannot be used.</exception>
    public static void Configure(ConfigureWebHostBuilder web, AdminOptions admin)
    {
        var certificate = admin.Tls is { } tls ? Load(tls) : null;
        web.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            if (certificate is not null) kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
        });
        web.UseUrls([admin.Listen.ToString(), .. admin.HealthListen is { } health ? [health.ToString()] : Array.Empty<string>()]);
    }

    private static X509Certificate2 Load(AdminTlsOptions tls)
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(tls.Certificate, tls.PrivateKey);
            // With its private key where every TLS implementation finds it.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ConfigurationException("Admin:Tls:Certificate", e.Message.ReplaceLineEndings(" "));
        }
    }
}
