using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Remote.Transport.DotNetty;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// Mutual TLS between the members of a cluster. A peer, whichever side has connected, shows a certificate that an authority of
/// <c>Cluster:Tls:CaCertificate</c> has signed, that is valid now and meant for both ends
/// of a connection. Names are not compared: members come and go under names of their own.
/// </summary>
internal sealed partial class ClusterTls
{
    private static readonly (string Id, string Name)[] Usages = [("1.3.6.1.5.5.7.3.1", "serverAuth"), ("1.3.6.1.5.5.7.3.2", "clientAuth")];

    private readonly RefusalLines _lines = new();
    private readonly X509Certificate2 _own;
    private readonly X509Certificate2Collection _authorities;

    private ClusterTls(X509Certificate2 own, X509Certificate2Collection authorities) => (_own, _authorities) = (own, authorities);

    public DateTimeOffset Expires => new(_own.NotAfter.ToUniversalTime());

    /// <exception cref="ConfigurationException">A file cannot be used, or nobody with this configuration would accept our certificate.</exception>
    public static ClusterTls Load(ClusterTlsOptions options, DateTimeOffset now)
    {
        var authorities = Read("CaCertificate", options.CaCertificate, path =>
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(path);
            return all.Count > 0 ? all : throw new CryptographicException("it holds no PEM certificate");
        });
        // Apart from the key, so that it is clear which of the two is wrong.
        Read("Certificate", options.Certificate, X509CertificateLoader.LoadCertificateFromFile).Dispose();
        var own = Read("PrivateKey", options.PrivateKey, path => X509Certificate2.CreateFromPemFile(options.Certificate, path));
        var tls = new ClusterTls(own, authorities);
        if (now < own.NotBefore) throw Wrong("Certificate", options.Certificate, $"is not valid before {own.NotBefore.ToUniversalTime():u}");
        if (now > own.NotAfter) throw Wrong("Certificate", options.Certificate, $"has expired at {own.NotAfter.ToUniversalTime():u}");
        if (tls.Refusal(own) is { } why) throw Wrong("Certificate", options.Certificate, $"is not accepted by Cluster:Tls:CaCertificate: {why}");
        return tls;
    }

    /// <param name="log">Who was refused goes there.</param>
    public DotNettySslSetup ToSetup(ILogger<ClusterTls> log) =>
        new(_own, suppressValidation: false, requireMutualAuthentication: true, (certificate, _, peer, _, _) => IsMember(certificate, peer, log));

    /// <summary>Null: who shows it is a member.</summary>
    public string? Refusal(X509Certificate2? certificate)
    {
        if (certificate is null) return "there is no certificate";
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // A certificate names where its issuer's can be had; nobody is asked over the network.
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate) ? Unfit(certificate) : string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()));
    }

    /// <summary>Members connect and are connected to. A certificate that does not say what it is for was made for something else (RFC 5280 4.2.1.12).</summary>
    private static string? Unfit(X509Certificate2 certificate)
    {
        var stated = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(usage => usage.EnhancedKeyUsages.Cast<Oid>()).Select(usage => usage.Value).ToList();
        var missing = Usages.Where(usage => !stated.Contains(usage.Id)).Select(usage => usage.Name).ToList();
        return missing.Count == 0 ? null : $"its extended key usage lacks {string.Join(" and ", missing)}";
    }

    private bool IsMember(X509Certificate2? certificate, string peer, ILogger log)
    {
        if (Refusal(certificate) is not { } why) return true;
        if (_lines.TryTake(peer, TimeProvider.System.GetElapsedTime(0), out var withheld)) Refused(log, peer, why, withheld);
        return false;
    }

    private static T Read<T>(string name, string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw Wrong(name, path, $"is not usable: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "refused {Peer}, which has no certificate of this cluster: {Reason} (and {Withheld} times since the last such line)")]
    private static partial void Refused(ILogger log, string peer, string reason, long withheld);

    private static ConfigurationException Wrong(string name, string path, string why) => new($"Cluster:Tls:{name}", $"{path} {why}");
}
