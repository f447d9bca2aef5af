using DsMip.HomeAgent.Host.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DsMip.Dashboard.Tests;

/// <summary>What is going on, at a glance, without a reload.</summary>
[Collection(nameof(DashboardCollection))]
public sealed class OverviewTests(DashboardFixture agent)
{
    [Fact]
    public async Task Bindings_are_counted_by_network_and_handovers_as_they_happen()
    {
        var crowd = DashboardFixture.Crowd.Select(agent.NodeOf).ToList();
        await using var tab = await agent.OpenAsync();
        await using var night = await agent.OpenAsync(colors: ColorScheme.Dark);
        await Expect(tab.Page.GetByText("waiting for events")).ToHaveCountAsync(0);
        var (ipv6, ipv4) = (await CountAsync(tab, "IPv6"), await CountAsync(tab, "IPv4"));
        for (var i = 0; i < crowd.Count; i++) await RegisterAsync(crowd[i], i, i);
        await Expect(Entry(tab, "IPv6")).ToHaveTextAsync($"{ipv6 + 6}");
        await Expect(Entry(tab, "IPv4")).ToHaveTextAsync($"{ipv4 + 3}");

        for (var i = 0; i < 6; i++) await RegisterAsync(crowd[i], i + 1, 50 + i);
        var events = tab.Page.GetByRole(AriaRole.List, new() { Name = "Recent events" });
        await Expect(events.GetByRole(AriaRole.Listitem).First).ToContainTextAsync("Moved");
        await Expect(events).ToContainTextAsync(DashboardFixture.Crowd[5]);
        var tile = tab.Page.Locator(".tile").Filter(new() { HasText = "Handovers per second" }).Locator(".figure");
        Assert.True(double.Parse(await tile.InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture) > 0);
        await tab.PictureAsync("overview");
        await night.PictureAsync("overview-dark");
    }

    private Task RegisterAsync(MobileNode node, int kind, int place) => (kind % 4) switch
    {
        0 or 2 => agent.RegisterAtIpv6Async(node, $"2001:db8:f:{kind}::{place + 1:x}"),
        1 => agent.RegisterAtIpv4Async(node, $"192.0.2.{place + 1}"),
        _ => agent.RegisterBehindNatAsync(node),
    };

    private static ILocator Entry(Tab tab, string network) => tab.Page.Locator(".legend li").Filter(new() { HasText = network }).Locator("strong");

    private static async Task<int> CountAsync(Tab tab, string network) => int.Parse(await Entry(tab, network).InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
}
