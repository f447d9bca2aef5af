using System.Net.Security;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace DsMip.HomeAgent.Admin;

/// <summary>Where HTTP listens.</summary>
internal static class AdminListening
{
    private const long LargestBody = 64 * 1024;

    /// <exception cref="ConfigurationException">The certificate cannot be used.</exception>
    public static void Configure(ConfigureWebHostBuilder web, AdminOptions admin)
    {
        var certificate = admin.Tls is { } tls ? new ReloadedCertificate(tls, TimeProvider.System) : null;
        web.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            if (certificate is not null) kestrel.ConfigureHttpsDefaults(https => Show(https, () => certificate.Current(kestrel.ApplicationServices)));
        });
        web.UseUrls([admin.Listen.ToString(), .. admin.HealthListen is { } health ? [health.ToString()] : Array.Empty<string>()]);
    }

    /// <summary>A selector would be asked for a certificate only; this is the way to show those of authorities, too.</summary>
    private static void Show(HttpsConnectionAdapterOptions https, Func<SslStreamCertificateContext> certificate)
    {
        https.ServerCertificateSelector = (_, _) => certificate().TargetCertificate;
        https.OnAuthenticate = (_, tls) => (tls.ServerCertificateContext, tls.ServerCertificateSelectionCallback) = (certificate(), null);
    }
}
