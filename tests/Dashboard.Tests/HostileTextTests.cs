using System.Text.RegularExpressions;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DsMip.Dashboard.Tests;

/// <summary>Texts that others chose are shown as what they are, wherever they come from.</summary>
[Collection(nameof(DashboardCollection))]
public sealed partial class HostileTextTests(DashboardFixture agent)
{
    private const string Hostile = "<img src=x onerror=document.title='hacked'><script>document.title='hacked'</script>\\\"'javascript:alert(1)";

    [Fact]
    public async Task A_hostile_name_in_the_audit_log_and_an_echoed_input_are_text()
    {
        await using var tab = await agent.OpenAsync("#/nodes");
        await tab.Button("Provision...").ClickAsync();
        await tab.EnterAsync("Home address", DashboardFixture.WriterName);
        await tab.PressAsync("Provision");
        await Expect(tab.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("<img src=x");
        await tab.PressAsync("Cancel");
        await tab.GoAsync("Audit log");
        await Expect(tab.Row(DashboardFixture.WriterName).First).ToBeVisibleAsync();
        await AssertUnharmedAsync(tab);
    }

    [Theory]
    [InlineData("#/")]
    [InlineData("#/bindings?prefix=%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D'hacked'%3E")]
    [InlineData("#/nodes")]
    [InlineData("#/nodes/2001:db8:1::a")]
    [InlineData("#/cluster")]
    [InlineData("#/nodes/%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D'hacked'%3E")]
    public async Task Every_text_of_every_answer_may_be_hostile(string path)
    {
        await agent.RegisterBehindNatAsync(agent.NodeOf(Configured.Alice));
        await using var tab = await agent.OpenAsync("#/audit");
        await tab.Heading("Audit log").WaitForAsync();
        await tab.Page.RouteAsync("**/api/v1/**", async route =>
        {
            if (route.Request.Url.EndsWith("/events", StringComparison.Ordinal)) { await route.ContinueAsync(); return; }
            var response = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = response, Body = Texts().Replace(await response.TextAsync(), $"$1\"{Hostile}\"") });
        });
        await tab.Page.EvaluateAsync("path => location.hash = path", path);
        await Expect(tab.Page.GetByText("Loading...")).ToHaveCountAsync(0);
        await AssertUnharmedAsync(tab);
    }

    private static async Task AssertUnharmedAsync(Tab tab)
    {
        Assert.Equal(0, await tab.Page.Locator("main img, main script, dialog img, main [onerror], a[href^='javascript']").CountAsync());
        Assert.DoesNotContain("hacked", await tab.Page.TitleAsync(), StringComparison.Ordinal);
    }

    /// <summary>The values of JSON that are texts.</summary>
    [GeneratedRegex("""([:\[,]\s*)"(?:[^"\\]|\\.)*"(?=\s*[,\]}])""")]
    private static partial Regex Texts();
}
