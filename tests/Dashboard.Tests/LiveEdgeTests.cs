using System.Net;
using DsMip.HomeAgent;
using DsMip.HomeAgent.Host.Tests.Edge.Tunnels;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DsMip.Dashboard.Tests;

/// <summary>An edge that lives, and another one that takes its blocks.</summary>
[Collection(nameof(DashboardCollection))]
public sealed class LiveEdgeTests(DashboardFixture agent)
{
    [Fact]
    public async Task An_edge_is_drained_until_its_blocks_are_anothers_and_takes_them_back()
    {
        var options = Configured.Options([.. LiveEdges.Keys(), ("Store:ConnectionString", SharedPostgres.CreateDatabase())]);
        await using var application = HomeAgentApplication.Build(options);
        await application.StartAsync();
        var home = new Uri(application.Urls.First());
        using var http = new HttpClient { BaseAddress = home };
        await Eventually.Is(async () => (await http.GetAsync("health/ready")).StatusCode == HttpStatusCode.OK);
        using (new LiveEdges(application, options)) await DrainAsync(home);
        await application.StopAsync();
    }

    private async Task DrainAsync(Uri home)
    {
        await using var tab = await agent.OpenAsync(token: null, home: home);
        await tab.GoAsync("Cluster");
        var (first, second) = (Edge(tab, LiveEdges.First), Edge(tab, LiveEdges.Second));
        await Expect(first).ToContainTextAsync("Up");
        await Expect(second).ToContainTextAsync("Blocks that lead here2");
        await Expect(first).ToContainTextAsync("Blocks that lead here2");
        await tab.Button("Drain edge e1").ClickAsync();
        await tab.PressAsync("Drain");
        await Expect(tab.Said).ToContainTextAsync("e1 leaves its blocks");
        await Expect(second).ToContainTextAsync("Blocks that lead here4");
        await Expect(first.Locator(".badge")).ToHaveTextAsync("Drained");
        await Expect(first).ToContainTextAsync("Blocks that lead here0");
        await tab.Button("Undrain edge e1").ClickAsync();
        await tab.PressAsync("Undrain");
        await Expect(first).ToContainTextAsync("Blocks that lead here2");
        await tab.GoAsync("Audit log");
        foreach (var action in (string[])["edge.drain", "edge.undrain"]) await Expect(tab.Row(action).First).ToContainTextAsync("Done");
    }

    private static ILocator Edge(Tab tab, string name) => tab.Page.GetByRole(AriaRole.Region, new() { Name = $"Edge {name}" });
}
