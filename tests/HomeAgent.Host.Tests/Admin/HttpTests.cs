using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DsMip.HomeAgent.Actors.Revocation;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DsMip.HomeAgent.Host.Tests.Admin;

public sealed class SqliteHttpTests() : HttpTests(StoreProvider.Sqlite);

public sealed class PostgresHttpTests() : HttpTests(StoreProvider.PostgreSql);

/// <summary>The real program with control and admin role: cluster of one, sharding, journal, HTTP.</summary>
public abstract class HttpTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryStore _store;
    private readonly HomeAgentOptions _options;
    private readonly WebApplication _application;
    private HttpClient _http = new();

    protected HttpTests(StoreProvider provider)
    {
        _store = new TemporaryStore(provider);
        _options = Configured.Options(("Store:Provider", $"{provider}"), ("Store:ConnectionString", _store.Options.ConnectionString), ("SourceTranslation:OwnNetworks", "203.0.113.0/28"));
        _application = HomeAgentApplication.Build(_options);
    }

    public async Task InitializeAsync()
    {
        await _application.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_application.Urls.Single()) };
        while ((await _http.GetAsync("health/ready")).StatusCode != HttpStatusCode.OK) await Task.Delay(50);
    }

    public async Task DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _http.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task A_binding_is_seen_from_the_shard_to_the_json()
    {
        Assert.Equal("live\n", await _http.GetStringAsync("health/live"));
        Assert.Equal("ready\n", await _http.GetStringAsync("health/ready"));
        Assert.Equal("[]", await _http.GetStringAsync("api/v1/bindings"));
        Assert.Equal(HttpStatusCode.NotFound, await Status($"api/v1/bindings/{Configured.Alice}"));

        await RegisterAsync();

        var binding = await _http.GetFromJsonAsync<JsonElement>($"api/v1/bindings/{Configured.Alice}");
        Assert.Equal(Configured.Alice, binding.GetProperty("homeAddress").GetString());
        Assert.Equal("10.10.0.10", binding.GetProperty("ipv4HomeAddress").GetString());
        Assert.Equal("192.168.1.2", binding.GetProperty("careOfAddress").GetString());
        Assert.Equal("UdpIpv4", binding.GetProperty("encapsulation").GetString());
        Assert.Equal("203.0.113.7", binding.GetProperty("remote").GetString());
        Assert.Equal(40_000, binding.GetProperty("remotePort").GetInt32());
        Assert.True(binding.GetProperty("natDetected").GetBoolean());
        Assert.Equal(5, binding.GetProperty("sequence").GetInt32());
        Assert.Equal(600, binding.GetProperty("lifetimeSeconds").GetInt32());
        Assert.Equal(1, binding.GetProperty("version").GetInt32());
        Assert.InRange(binding.GetProperty("expires").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddSeconds(300), DateTimeOffset.UtcNow.AddSeconds(700));

        var update = binding.GetProperty("protection")[0];
        Assert.Equal("Signalling 0x000003e9 Transport in udp-4191", string.Join(' ', from name in (string[])["purpose", "spi", "mode", "direction", "carriedBy"] select update.GetProperty(name).GetString()));
        Assert.Equal($"{Configured.Alice}/128 -> {Configured.HomeAgent}/128 mh[5,16]", update.GetProperty("selector").GetString());
        Assert.Equal("0x000003ea", binding.GetProperty("protection")[1].GetProperty("spi").GetString());

        var list = await _http.GetFromJsonAsync<JsonElement>("api/v1/bindings?limit=10");
        Assert.Equal(Configured.Alice, Assert.Single(list.EnumerateArray()).GetProperty("homeAddress").GetString());
        Assert.Equal("[]", await _http.GetStringAsync($"api/v1/bindings?after={Configured.Alice}"));

        Assert.Equal(
            "ready\nsomething in front of the edges translates source addresses: packets of mobile nodes come from 203.0.113.7 (an address of SourceTranslation:OwnNetworks)\n",
            await _http.GetStringAsync("health/ready"));
        var metrics = await _http.GetStringAsync("metrics");
        Assert.Contains("dsmip_bindings{} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("dsmip_binding_updates_total{status=\"Accepted\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("dsmip_drops_total{reason=\"ReplayedPacket\"} 0\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_ends_a_binding_by_way_of_the_shard_region()
    {
        await RegisterAsync();
        var revocation = _application.Services.GetRequiredService<IBindingRevocation>();
        var request = new RevokeBinding(Ipv6Address.Parse(Configured.Alice), RevocationTrigger.AdministrativeReason);
        Assert.Equal(RevocationOutcome.Unacknowledged, (await revocation.RevokeAsync(request, CancellationToken.None)).Outcome);
        Assert.Equal(HttpStatusCode.NotFound, await Status($"api/v1/bindings/{Configured.Alice}"));
        Assert.Equal(RevocationOutcome.NoBinding, (await revocation.RevokeAsync(request, CancellationToken.None)).Outcome);
    }

    [Fact]
    public async Task A_wrong_question_is_answered_with_problem_details()
    {
        await AssertProblem("api/v1/bindings/192.0.2.1", HttpStatusCode.BadRequest);
        await AssertProblem("api/v1/bindings/alice", HttpStatusCode.BadRequest);
        await AssertProblem("api/v1/bindings/2001:db8:1::99", HttpStatusCode.NotFound);
        await AssertProblem("api/v1/bindings?limit=0", HttpStatusCode.BadRequest);
        await AssertProblem("api/v1/bindings?after=x", HttpStatusCode.BadRequest);
    }

    private async Task AssertProblem(string path, HttpStatusCode status)
    {
        var response = await _http.GetAsync(path);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!);
    }

    private async Task<HttpStatusCode> Status(string path) => (await _http.GetAsync(path)).StatusCode;

    private Task RegisterAsync() => Registration.OfAliceAsync(_application, _options);
}
