using System.Net;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DsMip.Dashboard.Tests;

/// <summary>Who may see and who may change; and where a token is kept.</summary>
[Collection(nameof(DashboardCollection))]
public sealed class TokenTests(DashboardFixture agent)
{
    [Fact]
    public async Task A_token_is_asked_for_and_kept_in_the_tab_alone()
    {
        await using var tab = await agent.OpenAsync(token: null);
        await Expect(tab.Dialog).ToContainTextAsync("asks for a token");
        await tab.PictureAsync("token");
        await tab.EnterAsync("Token", "dsmip_wrong");
        await tab.PressAsync("Continue");
        await Expect(tab.Dialog).ToContainTextAsync("not known");
        await tab.EnterAsync("Token", DashboardFixture.Reader);
        await tab.PressAsync("Continue");
        await Expect(tab.Dialog).ToHaveCountAsync(0);
        await Expect(tab.Page.Locator("#live")).ToHaveTextAsync("Live");

        Assert.Equal(DashboardFixture.Reader, await tab.Page.EvaluateAsync<string>("sessionStorage.getItem('dsmip.token')"));
        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("localStorage.length"));
        Assert.Empty(await tab.Page.Context.CookiesAsync());
        Assert.DoesNotContain("dsmip_", tab.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_token_is_not_asked_again_and_again()
    {
        await using var tab = await agent.OpenAsync(token: null);
        await Expect(tab.Dialog).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(tab.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("a valid token is required");
        await Expect(tab.Page.Locator("#live")).ToHaveTextAsync("No token");
        await tab.Page.WaitForResponseAsync(response => response.Status == (int)HttpStatusCode.Unauthorized);
        await Expect(tab.Dialog).ToHaveCountAsync(0);
        await tab.Button("Token").ClickAsync();
        await tab.EnterAsync("Token", DashboardFixture.Reader);
        await tab.PressAsync("Use");
        await Expect(tab.Page.Locator("#live")).ToHaveTextAsync("Live");
    }

    [Fact]
    public async Task A_token_that_may_only_read_is_replaced_for_a_change()
    {
        await agent.RegisterBehindNatAsync(agent.NodeOf(Configured.Bob));
        await using var tab = await agent.OpenAsync("#/bindings", DashboardFixture.Reader);
        var button = tab.Button($"Revoke the binding of {Configured.Bob}");
        await button.ClickAsync();
        await tab.PressAsync("Revoke");
        await Expect(tab.Dialog.Last).ToContainTextAsync("may only read");
        await tab.Dialog.Last.GetByLabel("Token").FillAsync(DashboardFixture.Writer);
        await tab.PressAsync("Continue");
        await Expect(tab.Said).ToContainTextAsync("has ended");
        await Expect(button).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_page_needs_no_token_and_forbids_itself_everything_else()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = agent.Address };
        foreach (var path in (string[])["/", "/dashboard"])
        {
            using var elsewhere = await http.GetAsync(path);
            Assert.Equal("/dashboard/", elsewhere.Headers.Location?.ToString());
        }
        using var page = await http.GetAsync("/dashboard/");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());

        using var again = new HttpRequestMessage(HttpMethod.Get, "/dashboard/main.js");
        using var script = await http.GetAsync("/dashboard/main.js");
        Assert.Equal("text/javascript", script.Content.Headers.ContentType?.MediaType);
        again.Headers.IfNoneMatch.Add(script.Headers.ETag!);
        using var unchanged = await http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        using var absent = await http.GetAsync("/dashboard/none.js");
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }
}
