using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace DsMip.HomeAgent.Host.Tests.Admin;

public sealed class ClusterApiFixture : IAsyncLifetime
{
    internal ApiFixture Api { get; } = new(
        StoreProvider.Sqlite, ("Edges:0:Name", "e1"), ("Edges:0:Blocks", "2001:db8:1::/65,10.10.0.0/25"), ("Edges:1:Name", "e2"), ("Edges:1:Blocks", "2001:db8:1:0:8000::/65"));

    public Task InitializeAsync() => Api.InitializeAsync();

    public Task DisposeAsync() => Api.DisposeAsync();
}

/// <summary>What there is beside bindings and mobile nodes: members, shards, edges, addresses, events.</summary>
public sealed class ClusterApiTests(ClusterApiFixture fixture) : IClassFixture<ClusterApiFixture>
{
    private readonly ApiFixture _api = fixture.Api;

    [Fact]
    public async Task The_cluster_and_its_shards_are_shown()
    {
        var cluster = await _api.GetAsync("cluster");
        var member = Assert.Single(cluster.GetProperty("members").EnumerateArray());
        Assert.Equal("Up", member.GetProperty("status").GetString());
        Assert.Equal(cluster.GetProperty("self").GetString(), member.GetProperty("address").GetString());
        Assert.Equal(["admin", "control"], member.GetProperty("roles").EnumerateArray().Select(role => role.GetString()!));
        await Registration.OfAsync(_api.Application, new MobileNode(_api.Options, Configured.Bob), MobileNode.Update(1));
        await Eventually.Is(async () => (await _api.GetAsync("cluster/shards")).EnumerateArray().Sum(shard => shard.GetProperty("entities").GetInt32()) > 0);
    }

    [Fact]
    public async Task Addresses_are_counted()
    {
        var prefix = Assert.Single((await _api.GetAsync("home-prefixes")).EnumerateArray());
        Assert.Equal("2001:db8:1::/64", prefix.GetProperty("prefix").GetString());
        Assert.Equal(2, prefix.GetProperty("mobileNodes").GetInt32());
        Assert.InRange(prefix.GetProperty("bindings").GetInt32(), 0, 2);

        var leases = _api.Application.Services.GetRequiredService<IIpv4LeaseStore>();
        Assert.NotNull(await leases.LeaseAsync(Ipv6Address.Parse("2001:db8:1::77")));
        var pool = Assert.Single((await _api.GetAsync("ipv4-pools")).EnumerateArray());
        Assert.Equal("addresses 2 0 1 1", string.Join(' ', from name in (string[])["kind", "size", "reserved", "leases", "leased"] select pool.GetProperty(name).ToString()));
    }

    [Fact]
    public async Task An_edge_is_drained_and_undrained_and_the_store_remembers()
    {
        var edges = (await _api.GetAsync("edges")).EnumerateArray().ToList();
        Assert.Equal(["e1 absent", "e2 absent"], edges.Select(edge => $"{edge.GetProperty("name").GetString()} {edge.GetProperty("state").GetString()}"));
        Assert.Equal(["2001:db8:1::/65", "10.10.0.0/25"], edges[0].GetProperty("blocks").EnumerateArray().Select(block => block.GetString()!));
        await _api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Get, "edges/e3");
        await _api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Post, "edges/e3/drain");
        await _api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Post, "edges/e3/undrain");
        await _api.ExpectAsync(HttpStatusCode.Conflict, HttpMethod.Post, "edges/e1/drain");
        await _api.ExpectAsync(HttpStatusCode.Conflict, HttpMethod.Post, "edges/e1/undrain");

        var drained = await _api.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "edges/e1/drain?force=true");
        Assert.Equal("writer", drained.GetProperty("drain").GetProperty("actor").GetString());
        Assert.False(drained.GetProperty("drain").GetProperty("isDone").GetBoolean());
        Assert.Equal("e1", Assert.Single(await _api.Store.Store.Drains.ReadAsync(default)).Name);
        Assert.Equal(JsonValueKind.Null, (await _api.GetAsync("edges/e2")).GetProperty("drain").ValueKind);

        var back = await _api.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "edges/e1/undrain");
        Assert.Equal(JsonValueKind.Null, back.GetProperty("drain").ValueKind);
        Assert.Empty(await _api.Store.Store.Drains.ReadAsync(default));
        var audit = await _api.GetAsync("audit?target=e1");
        Assert.Equal(["edge.undrain 200", "edge.drain 200", "edge.undrain 409", "edge.drain 409"], audit.EnumerateArray().Select(row => $"{row.GetProperty("action").GetString()} {row.GetProperty("status")}"));
    }

    [Fact]
    public async Task What_happens_is_told_as_it_happens()
    {
        using var http = new HttpClient { BaseAddress = new Uri(_api.Application.Urls.First()) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ApiFixture.Reader);
        using var response = await http.GetAsync("api/v1/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("heartbeat", (await NextAsync(lines)).GetProperty("type").GetString());

        var alice = new MobileNode(_api.Options, Configured.Alice);
        await Registration.OfAsync(_api.Application, alice, MobileNode.Update(1));
        await AssertNextAsync(lines, "registration", null, "192.168.1.2 203.0.113.7");
        await Registration.OfAsync(_api.Application, alice, MobileNode.Update(2));
        alice.Ingress = alice.Ingress with { Remote = Ipv4Address.Parse("203.0.113.8") };
        await Registration.OfAsync(_api.Application, alice, MobileNode.Update(3));
        await AssertNextAsync(lines, "handover", "192.168.1.2 203.0.113.7", "192.168.1.2 203.0.113.8");
        await _api.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"bindings/{Configured.Alice}");
        await AssertNextAsync(lines, "deregistration", "192.168.1.2 203.0.113.8", null);
        await AssertNextAsync(lines, "binding.revoke", null, null);
    }

    private async Task AssertNextAsync(StreamReader lines, string type, string? from, string? to)
    {
        while (true)
        {
            var next = await NextAsync(lines);
            // Other tests and time itself go on.
            if (next.GetProperty("subject").GetString() != Configured.Alice) continue;
            Assert.Equal((type, from, to), (next.GetProperty("type").GetString(), next.GetProperty("from").GetString(), next.GetProperty("to").GetString()));
            return;
        }
    }

    /// <summary>Every one of them is what the document says that it is.</summary>
    private async Task<JsonElement> NextAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            await _api.Schema.CheckAsync("GET", "/api/v1/events", 200, "text/event-stream", line["data: ".Length..]);
            return JsonDocument.Parse(line["data: ".Length..]).RootElement;
        }
        throw new InvalidOperationException("the stream ended");
    }
}
