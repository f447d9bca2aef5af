using System.Security.Cryptography;
using System.Text;
using DsMip.HomeAgent.Host.Tests.Admin;
using DsMip.HomeAgent.Host.Tests.Cluster;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

#pragma warning disable CA1416 // File modes: the home agent runs on Linux and nowhere else.

namespace DsMip.HomeAgent.Host.Tests.Telemetry;

/// <summary>A home agent with a secret in every place that has one, and all that it says and shows.</summary>
internal sealed class SecretiveHomeAgent : IAsyncDisposable
{
    public const string Name = "alice.example.org";
    private readonly Certificates _files = new();
    private readonly StringBuilder _seen = new();
    private readonly FormattedLog _log;
    private readonly OtlpCollector _collector;
    private readonly HttpClient _http;
    private readonly List<Secret> _secrets = [];

    /// <param name="issuer">Of tokens.</param>
    public SecretiveHomeAgent(OtlpCollector collector, string issuer)
    {
        _collector = collector;
        Database.Query($"CREATE ROLE keeper SUPERUSER LOGIN PASSWORD '{Keep(Secret.Word("password of the database")).Text}'");
        Options = Configured.Options([.. Settings(issuer)]);
        Application = HomeAgentApplication.Build(Options, FormattedLog.Everything);
        _log = new FormattedLog(Application.Services.GetServices<ConsoleFormatter>());
        Application.Services.GetRequiredService<ILoggerFactory>().AddProvider(_log);
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.Subject == "CN=localhost" } });
    }

    public PostgresServer Database { get; } = PostgresServer.Start(parent: System.IO.Directory.Exists("/dev/shm") ? "/dev/shm" : null);

    public WebApplication Application { get; }

    public HomeAgentOptions Options { get; }

    public Secret Writer { get; } = Secret.Word("token to write");

    public string Log => string.Concat(_log.Entries.Select(entry => entry.Text));

    public Secret Keep(Secret secret)
    {
        _secrets.Add(secret);
        return secret;
    }

    public async Task StartAsync()
    {
        await Application.StartAsync();
        _http.BaseAddress = new Uri(Application.Urls.First());
        await Eventually.Is(async () => (await _http.GetAsync("health/ready")).IsSuccessStatusCode);
    }

    /// <summary>Status, headers and body of the answer are kept with all that was shown.</summary>
    /// <param name="path">From the root.</param>
    /// <param name="authorization">As in the header; null: that of <see cref="Writer"/>.</param>
    /// <param name="isForTheAsker">It shows new keys, once, and is not kept.</param>
    public async Task<string> AskAsync(HttpMethod method, string path, string? body = null, string? authorization = null, bool isForTheAsker = false)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", authorization ?? $"Bearer {Writer.Text}");
        if (body is not null) request.Content = new StringContent(body, null, "application/json");
        using var response = await _http.SendAsync(request);
        var text = Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync());
        _seen.AppendLine($"{response}");
        if (!isForTheAsker) _seen.AppendLine(text);
        return text;
    }

    public async Task<StreamReader> StreamAsync(string path)
    {
        _http.DefaultRequestHeaders.Authorization = new("Bearer", Writer.Text);
        return new StreamReader(await _http.GetStreamAsync(path));
    }

    public void See(string text) => _seen.AppendLine(text);

    /// <summary>Ends it in order, so that everything that waits to be sent is sent, and looks through everything.</summary>
    public async Task<List<string>> EndAndSearchAsync()
    {
        await Application.StopAsync();
        await Application.DisposeAsync();
        foreach (var signal in (string[])["traces", "metrics"])
            foreach (var body in _collector.Bodies(signal)) See(Encoding.Latin1.GetString(body));
        var all = _seen.Append(Log).ToString();
        return [.. _secrets.Select(secret => secret.SeenIn(all)).OfType<string>()];
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        _http.Dispose();
        Database.Dispose();
        _files.Dispose();
    }

    private IEnumerable<(string Key, string? Value)> Settings(string issuer)
    {
        foreach (var key in Configured.Keys().Keys.Where(key => key.EndsWith(":EncryptionKey", StringComparison.Ordinal)))
            yield return (key, Keep(Secret.Invented(key)).Hexadecimal);
        yield return ("MobileNodes:0:DnsName", Name);
        yield return ("Store:Provider", "PostgreSql");
        yield return ("Store:ConnectionString", $"Host={Database.Host};Port={Database.Port};Username=keeper;Password={_secrets[0].Text};Database=postgres");
        yield return ("Store:KeyFile", SealingKey());
        foreach (var (number, scope, secret) in new[] { (0, "Write", Keep(Writer)), (1, "Read", Keep(Secret.Word("token to read"))) })
        {
            yield return ($"Admin:Tokens:{number}:Name", scope);
            yield return ($"Admin:Tokens:{number}:Sha256", ApiFixture.Hash(secret.Text));
            yield return ($"Admin:Tokens:{number}:Scope", scope);
        }
        yield return ("Admin:Oidc:Authority", issuer);
        yield return ("Admin:Oidc:Audience", OidcAuthority.Audience);
        var tls = _files.Issue();
        yield return ("Admin:Listen", "https://127.0.0.1:0");
        yield return ("Admin:Tls:Certificate", tls.Certificate);
        yield return ("Admin:Tls:PrivateKey", PrivateKey(tls.PrivateKey));
        // Nobody listens there.
        yield return ("NameUpdates:Server", "127.0.0.1");
        yield return ("NameUpdates:Port", "1");
        yield return ("NameUpdates:Zone", "example.org");
        yield return ("NameUpdates:KeyName", "updates");
        yield return ("NameUpdates:KeyFile", _files.Write("tsig", Convert.ToBase64String(Keep(Secret.Invented("TSIG key", 32)).Bytes)));
        yield return ("Telemetry:OtlpEndpoint", _collector.Address);
        yield return ("Telemetry:OtlpProtocol", "HttpProtobuf");
        yield return ("Telemetry:OtlpMetrics", "true");
        yield return ("Telemetry:OtlpHeadersFile", _files.Write("headers", $"authorization=Bearer {Keep(Secret.Word("token of the collector")).Text}"));
        yield return ("Telemetry:TraceRatio", "1");
        yield return ("Telemetry:LogFormat", "Json");
    }

    private string SealingKey()
    {
        var path = _files.Write("sealing", "");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllBytes(path, Keep(Secret.Invented("sealing key", 32)).Bytes);
        return path;
    }

    private string PrivateKey(string path)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(path));
        Keep(new Secret("TLS key", key.ExportParameters(includePrivateParameters: true).D!));
        return path;
    }
}
