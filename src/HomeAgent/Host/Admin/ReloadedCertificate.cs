using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Admin;

/// <summary>
/// The certificate of HTTPS as its files are now. They are read again for a connection, every few seconds at most: whoever renews certificates replaces files, or links to them, and tells
/// nobody. What cannot be read leaves the one before in use.
/// </summary>
internal sealed partial class ReloadedCertificate
{
    public static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private readonly AdminTlsOptions _files;
    private readonly TimeProvider _clock;
    private byte[] _hash;
    private X509Certificate2 _current;
    private long _looked;

    /// <exception cref="ConfigurationException">The certificate cannot be used.</exception>
    public ReloadedCertificate(AdminTlsOptions files, TimeProvider clock)
    {
        (_files, _clock, _looked) = (files, clock, clock.GetTimestamp());
        try
        {
            (_hash, _current) = (Hash(), Load());
        }
        catch (Exception e) when (IsUnusable(e))
        {
            throw new ConfigurationException("Admin:Tls:Certificate", e.Message.ReplaceLineEndings(" "));
        }
    }

    public X509Certificate2 Current(IServiceProvider services)
    {
        lock (_gate)
        {
            if (_clock.GetElapsedTime(_looked) < LooksEvery) return _current;
            _looked = _clock.GetTimestamp();
            try
            {
                Look(services);
            }
            catch (Exception e) when (IsUnusable(e))
            {
                NotLoaded(services.GetRequiredService<ILogger<ReloadedCertificate>>(), _files.Certificate, e.Message.ReplaceLineEndings(" "));
            }
            return _current;
        }
    }

    /// <summary>The one before is not disposed of: a handshake may be using it.</summary>
    private void Look(IServiceProvider services)
    {
        var hash = Hash();
        if (hash.AsSpan().SequenceEqual(_hash)) return;
        (_current, _hash) = (Load(), hash);
        Loaded(services.GetRequiredService<ILogger<ReloadedCertificate>>(), _files.Certificate, _current.NotAfter.ToUniversalTime());
    }

    private byte[] Hash() => SHA256.HashData([.. File.ReadAllBytes(_files.Certificate), .. File.ReadAllBytes(_files.PrivateKey)]);

    private X509Certificate2 Load()
    {
        using var pem = X509Certificate2.CreateFromPemFile(_files.Certificate, _files.PrivateKey);
        // With its private key where every TLS implementation finds it.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    private static bool IsUnusable(Exception e) => e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Certificate} has changed and is in use; it expires at {Expires:u}")]
    private static partial void Loaded(ILogger log, string certificate, DateTime expires);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Certificate} has changed and cannot be used, the one before stays: {Reason}")]
    private static partial void NotLoaded(ILogger log, string certificate, string reason);
}
