using Deque.AxeCore.Playwright;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DsMip.Dashboard.Tests;

/// <summary>With a keyboard, a screen reader, a telephone, by day and by night.</summary>
[Collection(nameof(DashboardCollection))]
public sealed class UsableByAllTests(DashboardFixture agent)
{
    private static readonly (string Path, string Heading)[] Views =
        [("#/", "Overview"), ("#/bindings", "Bindings"), ("#/nodes", "Mobile nodes"), ("#/nodes/2001:db8:1::a", "2001:db8:1::a"), ("#/cluster", "Cluster"), ("#/audit", "Audit log")];

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task No_view_has_what_axe_complains_of_or_is_wider_than_the_screen(ColorScheme colors, int width)
    {
        await agent.RegisterBehindNatAsync(agent.NodeOf(Configured.Alice));
        await using var tab = await agent.OpenAsync(colors: colors, width: width);
        foreach (var (path, heading) in Views)
        {
            await tab.Page.EvaluateAsync("path => location.hash = path", path);
            await tab.Heading(heading).WaitForAsync();
            await AssertAccessibleAsync(tab, $"{heading} {colors} {width}");
            Assert.Equal(1, await tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).CountAsync());
            Assert.True(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{heading} is wider than {width}");
            await tab.PictureAsync($"{(width < 500 ? "narrow" : $"{colors}")}-{heading.Replace(' ', '-').Replace(':', '-')}".ToLowerInvariant());
        }
        await tab.GoAsync("Mobile nodes");
        await tab.Button("Provision...").ClickAsync();
        await AssertAccessibleAsync(tab, $"dialog {colors} {width}");
    }

    [Fact]
    public async Task Colours_follow_the_system()
    {
        await using var tab = await agent.OpenAsync();
        const string brightness = "getComputedStyle(document.documentElement).backgroundColor.match(/[0-9.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0)";
        var light = await tab.Page.EvaluateAsync<double>(brightness);
        await tab.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var dark = await tab.Page.EvaluateAsync<double>(brightness);
        Assert.True(light > 600 && dark < 150, $"{light} {dark}");
        Assert.Equal("none", await tab.Page.EvaluateAsync<string>("getComputedStyle(document.getElementById('live'), '::before').animationName"));
        await tab.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        await Expect(tab.Page.Locator("#live")).ToHaveClassAsync("live live");
        Assert.Equal("breathe", await tab.Page.EvaluateAsync<string>("getComputedStyle(document.getElementById('live'), '::before').animationName"));
    }

    [Fact]
    public async Task A_keyboard_is_enough()
    {
        await using var tab = await agent.OpenAsync();
        await tab.Heading("Overview").WaitForAsync();
        await tab.Page.Keyboard.PressAsync("Tab");
        await Expect(tab.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" })).ToBeFocusedAsync();
        await TabToAsync(tab, "Mobile nodes");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Heading("Mobile nodes").WaitForAsync();
        await Expect(tab.Page.Locator("main")).ToBeFocusedAsync();

        await TabToAsync(tab, "Provision...");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Dialog.GetByLabel("Home address").First).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Dialog.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Home address is required");
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(tab.Dialog).ToHaveCountAsync(0);
        await Expect(tab.Button("Provision...")).ToBeFocusedAsync();

        // The page is drawn again every few seconds, and takes the focus from nobody.
        await tab.Page.WaitForResponseAsync(response => response.Url.Contains("mobile-nodes", StringComparison.Ordinal));
        await tab.Page.WaitForResponseAsync(response => response.Url.Contains("mobile-nodes", StringComparison.Ordinal));
        await Expect(tab.Button("Provision...")).ToBeFocusedAsync();
        await TabToAsync(tab, Configured.Alice);
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Heading(Configured.Alice).WaitForAsync();
    }

    private static async Task TabToAsync(Tab tab, string text)
    {
        for (var i = 0; i < 40; i++)
        {
            if (await tab.Page.EvaluateAsync<string>("document.activeElement.textContent") == text) return;
            await tab.Page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"{text} is not reached with Tab");
    }

    private static async Task AssertAccessibleAsync(Tab tab, string where)
    {
        var found = await tab.Page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{where}: {string.Join("; ", found.Violations.Select(one => $"{one.Id} {one.Nodes[0].Html} {one.Nodes[0].Any.FirstOrDefault()?.Message}"))}");
    }
}
