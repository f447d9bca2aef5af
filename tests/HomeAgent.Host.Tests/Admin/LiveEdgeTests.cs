using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using DsMip.HomeAgent.Host.Tests.Edge.Tunnels;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Linux;

namespace DsMip.HomeAgent.Host.Tests.Admin;

[SuppressMessage("Design", "CA1001", Justification = "xunit disposes of it asynchronously")]
public sealed class LiveEdgeFixture : IAsyncLifetime
{
    internal ApiFixture Api { get; } = new(StoreProvider.PostgreSql, LiveEdges.Keys());

    internal LiveEdges Edges { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Api.InitializeAsync();
        Edges = new LiveEdges(Api.Application, Api.Options);
    }

    public async Task DisposeAsync()
    {
        Edges.Dispose();
        await Api.DisposeAsync();
    }
}

/// <summary>Edges that are other members of the cluster: drained with the command line, and their packets seen by way of the API.</summary>
public sealed class LiveEdgeTests(LiveEdgeFixture fixture) : IClassFixture<LiveEdgeFixture>
{
    private readonly ApiFixture _api = fixture.Api;
    private readonly LiveEdges _edges = fixture.Edges;

    [Fact]
    public async Task An_edge_is_drained_with_the_command_line_and_takes_its_blocks_back()
    {
        await Eventually.Is(BothAnnounceAsync);
        var drained = JsonDocument.Parse(await RunAsync("edges", "drain", LiveEdges.First, "--wait", "--json")).RootElement;
        Assert.True(drained.GetProperty("drain").GetProperty("isDone").GetBoolean());
        Assert.Empty(drained.GetProperty("announced").EnumerateArray());
        var list = (await RunAsync("edges", "list")).Split('\n');
        Assert.Contains("writer", list.Single(line => line.Contains("e1 ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("2001:db8:1::/65", list.Single(line => line.Contains("e2 ", StringComparison.Ordinal)), StringComparison.Ordinal);
        await RunAsync("edges", "undrain", LiveEdges.First);
        await Eventually.Is(BothAnnounceAsync);
        Assert.Contains("edge.undrain", await RunAsync("audit", "--target", LiveEdges.First), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packets_are_seen_wherever_they_pass()
    {
        await Eventually.Is(BothAnnounceAsync);
        var trace = await _api.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"mobile-nodes/{Configured.Alice}/trace", """{"packets":4}""");
        Assert.Superset(new HashSet<string> { LiveEdges.First, LiveEdges.Second }, trace.GetProperty("nodes").EnumerateArray().Select(node => node.GetString()!).ToHashSet());
        Assert.Equal(3, trace.GetProperty("nodes").GetArrayLength());

        var alice = new MobileNode(_api.Options, Configured.Alice);
        foreach (var name in (string[])[LiveEdges.First, LiveEdges.Second])
            ((IFrameObserver)_edges[name].Packets).Received(FrameSourceKind.PacketTap, alice.Seal(MobileNode.Update(1)));
        await Registration.OfAsync(_api.Application, alice, MobileNode.Update(2));
        var path = $"traces/{trace.GetProperty("id").GetString()}";
        await Eventually.Is(async () => (await _api.GetAsync(path)).GetProperty("state").GetString() == "full");

        var packets = (await _api.ExpectAsync(HttpStatusCode.OK, HttpMethod.Get, $"{path}/packets")).EnumerateArray().ToList();
        Assert.Equal(["e1 received 1", "e2 received 2"], packets.Where(packet => packet.GetProperty("esp").ValueKind == JsonValueKind.Object)
            .Select(packet => $"{packet.GetProperty("node").GetString()} {packet.GetProperty("place").GetString()} {packet.GetProperty("esp").GetProperty("sequence")}").Order());
        // What nobody wants any more costs nothing any more.
        await Eventually.Is(() => Task.FromResult(!_edges[LiveEdges.First].Packets.IsOn && !_edges[LiveEdges.Second].Packets.IsOn));
    }

    private async Task<bool> BothAnnounceAsync() => await AnnouncedAsync(LiveEdges.First) == 2 && await AnnouncedAsync(LiveEdges.Second) == 2;

    private async Task<int?> AnnouncedAsync(string edge) =>
        (await _api.GetAsync($"edges/{edge}")).GetProperty("announced") is { ValueKind: JsonValueKind.Array } announced ? announced.GetArrayLength() : null;

    private Task<string> RunAsync(params string[] arguments) =>
        CliWalkTests.RunAsync(0, ["env", $"DSMIP_TOKEN={ApiFixture.Writer}", $"DSMIP_URL={_api.Application.Urls.First()}"], arguments);
}
