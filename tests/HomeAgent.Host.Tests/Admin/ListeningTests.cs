using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using DsMip.HomeAgent.Admin;
using DsMip.HomeAgent.Host.Tests.Cluster;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DsMip.HomeAgent.Host.Tests.Admin;

/// <summary>Where HTTP answers, what it answers there, and with which certificate.</summary>
public sealed class ListeningTests
{
    [Fact]
    public async Task The_certificate_is_what_the_files_hold_now()
    {
        using var store = new TemporaryStore(StoreProvider.Sqlite);
        using var authority = new Certificates();
        using var between = new Certificates(authority, "between");
        var (first, second) = (authority.Issue("first"), between.Issue("second"));
        var (certificate, key) = (authority.Write("admin.pem", File.ReadAllText(first.Certificate)), authority.Write("admin.key", File.ReadAllText(first.PrivateKey)));
        var application = HomeAgentApplication.Build(Configured.Options(
            ("Store:ConnectionString", store.Options.ConnectionString), ("Admin:Listen", "https://127.0.0.1:0"), ("Admin:Tls:Certificate", certificate), ("Admin:Tls:PrivateKey", key)));
        await using var _ = application;
        await application.StartAsync();
        var server = new Uri(application.Urls.Single());
        Assert.Equal("CN=first", await ShownAsync(server));

        // Half of it is nothing to serve with.
        File.WriteAllText(certificate, File.ReadAllText(second.Certificate) + "\n" + File.ReadAllText(between.Authority));
        await Task.Delay(ReloadedCertificate.LooksEvery + TimeSpan.FromMilliseconds(100));
        Assert.Equal("CN=first", await ShownAsync(server));
        File.WriteAllText(key, File.ReadAllText(second.PrivateKey));
        await Eventually.Is(async () => await ShownAsync(server) == "CN=second CN=between");

        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.Subject == "CN=second" } }) { BaseAddress = server };
        Assert.Equal("live\n", await http.GetStringAsync("health/live"));
        Assert.Equal("[]", await http.GetStringAsync("api/v1/mobile-nodes?after=2001:db8:1::f"));
        await application.StopAsync();
    }

    [Fact]
    public async Task Where_others_ask_for_health_there_is_nothing_else()
    {
        var port = FreePort();
        var api = new ApiFixture(StoreProvider.Sqlite, [.. ApiFixture.NoTokens, ("Admin:HealthListen", $"http://127.0.0.1:{port}")]);
        await api.InitializeAsync();
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            http.DefaultRequestHeaders.Host = "ha1.example.org";
            Assert.Equal("live\n", await http.GetStringAsync("health/live"));
            Assert.Equal("ready\n", await http.GetStringAsync("health/ready"));
            Assert.Contains("dsmip_bindings", await http.GetStringAsync("metrics"), StringComparison.Ordinal);
            foreach (var path in (string[])["api/v1/bindings", "API/v1/bindings", "api/v1/openapi.json", "dashboard/", "", "health/../api/v1/bindings", "Metrics", "api/v1/events"])
                Assert.Equal((path, HttpStatusCode.NotFound), (path, (await http.GetAsync(path)).StatusCode));
            using var change = await http.PostAsync("api/v1/mobile-nodes", new StringContent("""{"homeAddress":"2001:db8:1::9"}""", null, "application/json"));
            Assert.Equal(HttpStatusCode.NotFound, change.StatusCode);
            Assert.Empty((await api.ExpectAsync(HttpStatusCode.OK, HttpMethod.Get, "audit", null, null)).EnumerateArray());
        }
        finally
        {
            await api.DisposeAsync();
        }
    }

    [Fact]
    public void A_certificate_that_cannot_be_used_is_said_once_and_again_after_one_that_could()
    {
        using var authority = new Certificates();
        var good = authority.Issue("first");
        var (certificate, key) = (authority.Write("admin.pem", File.ReadAllText(good.Certificate)), authority.Write("admin.key", File.ReadAllText(good.PrivateKey)));
        var clock = new ManualClock();
        var shown = new ReloadedCertificate(new AdminTlsOptions(certificate, key), clock);
        var lines = new Lines();
        using var services = new ServiceCollection().AddSingleton<ILogger<ReloadedCertificate>>(lines).BuildServiceProvider();
        foreach (var isGood in (bool[])[false, false, true, false])
        {
            File.WriteAllText(certificate, isGood ? File.ReadAllText(good.Certificate) : "");
            clock.Now += ReloadedCertificate.LooksEvery;
            Assert.Equal("CN=first", shown.Current(services).TargetCertificate.Subject);
        }
        Assert.Equal(2, lines.Count(line => line.Contains("cannot be used", StringComparison.Ordinal)));
    }

    /// <returns>Its subject, and those of others that were sent with it.</returns>
    private static async Task<string> ShownAsync(Uri server)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var shown = "";
        using var tls = new SslStream(client.GetStream(), false, (_, presented, chain, _) =>
        {
            shown = string.Join(' ', [presented!.Subject, .. chain!.ChainPolicy.ExtraStore.Select(other => other.Subject).Where(subject => subject != presented.Subject)]);
            return true;
        });
        await tls.AuthenticateAsClientAsync("localhost");
        return shown;
    }

    private sealed class Lines : List<string>, ILogger<ReloadedCertificate>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add(formatter(state, exception));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
