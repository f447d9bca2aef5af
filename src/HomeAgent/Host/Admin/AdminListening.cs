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
        var certificate = admin.Tls is { } tls ? new ReloadedCertificate(tls, TimeProvider.System) : null;
        web.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            if (certificate is not null) kestrel.ConfigureHttpsDefaults(https => https.ServerCertificateSelector = (_, _) => certificate.Current(kestrel.ApplicationServices));
        });
        web.UseUrls([admin.Listen.ToString(), .. admin.HealthListen is { } health ? [health.ToString()] : Array.Empty<string>()]);
    }
}
