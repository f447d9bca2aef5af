using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Admin;

/// <summary>
/// The certificate of HTTPS as its files are now, with those of authorities that stand behind it in its file. They are read again for a connection, every few seconds at most: whoever renews
/// certificates replaces files, or links to them, and tells nobody. What cannot be read leaves the one before in use.
/// </summary>
internal sealed partial class ReloadedCertificate
{
    public static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private readonly AdminTlsOptions _files;
    private readonly TimeProvider _clock;
    private byte[] _hash;
    private string? _complaint;
    private long _looked;
    private volatile SslStreamCertificateContext _current;

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

    /// <summary>Who comes while another one looks does not wait for him.</summary>
    public SslStreamCertificateContext Current(IServiceProvider services)
    {
        if (!_gate.TryEnter()) return _current;
        try
        {
            if (_clock.GetElapsedTime(_looked) >= LooksEvery) Look(services.GetRequiredService<ILogger<ReloadedCertificate>>());
            return _current;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>The one before is not disposed of: a handshake may be using it.</summary>
    private void Look(ILogger log)
    {
        _looked = _clock.GetTimestamp();
        try
        {
            var hash = Hash();
            if (!hash.AsSpan().SequenceEqual(_hash))
            {
                (_current, _hash) = (Load(), hash);
                Loaded(log, _files.Certificate, _current.TargetCertificate.NotAfter.ToUniversalTime());
            }
            _complaint = null;
        }
        catch (Exception e) when (IsUnusable(e))
        {
            // Said once: it may stay so for long.
            if (e.Message == _complaint) return;
            _complaint = e.Message;
            NotLoaded(log, _files.Certificate, e.Message.ReplaceLineEndings(" "));
        }
    }

    private byte[] Hash() => SHA256.HashData([.. File.ReadAllBytes(_files.Certificate), .. File.ReadAllBytes(_files.PrivateKey)]);

    private SslStreamCertificateContext Load()
    {
        using var pem = X509Certificate2.CreateFromPemFile(_files.Certificate, _files.PrivateKey);
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(_files.Certificate);
        // With its private key where every TLS implementation finds it. Authorities that are not in the file are not looked for in the network.
        return SslStreamCertificateContext.Create(X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null), [.. all.Skip(1)], offline: true);
    }

    private static bool IsUnusable(Exception e) => e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Certificate} has changed and is in use; it expires at {Expires:u}")]
    private static partial void Loaded(ILogger log, string certificate, DateTime expires);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Certificate} has changed and cannot be used, the one before stays: {Reason}")]
    private static partial void NotLoaded(ILogger log, string certificate, string reason);
}
