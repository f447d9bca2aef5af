using System.Text.Json;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DsMip.Dashboard.Tests;

/// <summary>Somebody who has the dashboard and nothing else.</summary>
[Collection(nameof(DashboardCollection))]
public sealed class OperatorWalkTests(DashboardFixture agent)
{
    private const string Carol = "2001:db8:1::ca:201";

    [Fact]
    public async Task An_operator_provisions_a_mobile_node_sees_it_move_ends_its_binding_and_gives_it_new_keys()
    {
        await using var tab = await agent.OpenAsync();
        await Expect(tab.Page.Locator("#live")).ToHaveTextAsync("Live");
        await tab.GoAsync("Mobile nodes");
        var node = await ProvisionAsync(tab);

        await tab.GoAsync("Bindings");
        await agent.RegisterBehindNatAsync(node);
        await Expect(tab.Row(Carol)).ToContainTextAsync("Behind a NAT");
        await Expect(tab.Row(Carol)).ToContainTextAsync("203.0.113.7 port 40000");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = Carol }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.List, new() { Name = $"What happened to {Carol}" })).ToContainTextAsync("Provisioned");

        await BeginTraceAsync(tab);
        await MoveAsync(tab, node);
        await ReadTraceAsync(tab);
        await RevokeAsync(tab);
        await RotateAsync(tab);
        await ReadAuditAsync(tab);
        await DeleteAsync(tab);
    }

    [Fact]
    public async Task An_edge_is_drained_and_undrained()
    {
        await using var tab = await agent.OpenAsync();
        await tab.GoAsync("Cluster");
        var east = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Edge east" });
        await Expect(east).ToContainTextAsync("Absent");
        await tab.Button("Drain edge east").ClickAsync();
        await tab.PressAsync("Drain");
        // Nobody else is there to take its blocks: who insists has to say so.
        await Expect(tab.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("no other edge is there");
        await tab.PressAsync("Drain anyway");
        await Expect(tab.Said).ToContainTextAsync("east leaves its blocks");
        await Expect(east).ToContainTextAsync($"by {DashboardFixture.WriterName}");
        await tab.PictureAsync("cluster");
        await tab.Button("Undrain edge east").ClickAsync();
        await tab.PressAsync("Undrain");
        await Expect(tab.Button("Drain edge east")).ToBeVisibleAsync();
    }

    private async Task<MobileNode> ProvisionAsync(Tab tab)
    {
        await tab.Button("Provision...").ClickAsync();
        await tab.EnterAsync("Home address", "2001:db8:2::1");
        await tab.PressAsync("Provision");
        await Expect(tab.Dialog.GetByRole(AriaRole.Alert)).Not.ToBeEmptyAsync();
        await Expect(tab.Dialog.GetByLabel("Home address").First).ToHaveAttributeAsync("aria-invalid", "true");
        await tab.EnterAsync("Home address", Carol);
        await tab.EnterAsync("IPv4 home address", "10.10.0.77");
        await tab.PictureAsync("provision");
        await tab.PressAsync("Provision");
        var given = JsonDocument.Parse(await tab.Dialog.Locator(".keys").InnerTextAsync()).RootElement;
        await tab.PressAsync("Done");
        await Expect(tab.Row(Carol)).ToContainTextAsync("Not bound");
        Assert.Equal(Carol, given.GetProperty("HomeAddress").GetString());
        return new MobileNode(agent.OptionsWith([("MobileNodes:99:HomeAddress", Carol), .. Association(given, "BindingUpdate"), .. Association(given, "BindingAcknowledgement")]), Carol);
    }

    private static IEnumerable<(string, string?)> Association(JsonElement given, string name) =>
        given.GetProperty(name).EnumerateObject().Select(setting => ($"MobileNodes:99:{name}:{setting.Name}", setting.Value.GetString()));

    private async Task MoveAsync(Tab tab, MobileNode node)
    {
        await agent.RegisterAtIpv6Async(node, "2001:db8:f::7");
        await Expect(tab.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("IP in IPv6");
        await Expect(tab.Page.GetByRole(AriaRole.List, new() { Name = "What happened" })).ToContainTextAsync("Moved");
        await tab.PictureAsync("mobile-node");
    }

    private static async Task BeginTraceAsync(Tab tab)
    {
        await tab.Button("Trace packets...").ClickAsync();
        await tab.EnterAsync("Seconds", "601");
        await tab.PressAsync("Trace");
        await Expect(tab.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("1 to 600");
        await tab.EnterAsync("Seconds", "600");
        await tab.PressAsync("Trace");
        await Expect(tab.Said).ToContainTextAsync("are traced at");
    }

    private static async Task ReadTraceAsync(Tab tab)
    {
        var packets = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Packets of the trace" });
        await Expect(packets).ToContainTextAsync("BindingUpdate sequence");
        await Expect(packets).ToContainTextAsync("alternate care-of address 2001:db8:f::7");
        await Expect(packets).ToContainTextAsync("status Accepted");
        var downloading = tab.Page.WaitForDownloadAsync();
        await tab.Button("Download as pcapng").ClickAsync();
        var download = await downloading;
        Assert.Equal($"{Carol.Replace(':', '-')}.pcapng", download.SuggestedFilename);
        Assert.Equal("0a0d0d0a", Convert.ToHexStringLower((await File.ReadAllBytesAsync(await download.PathAsync())).AsSpan(0, 4)));
        await tab.Button("Stop trace").ClickAsync();
        await Expect(tab.Said).ToContainTextAsync("has ended");
        await tab.Button("Forget trace").ClickAsync();
        await Expect(packets).ToHaveCountAsync(0);
    }

    private static async Task RevokeAsync(Tab tab)
    {
        await tab.Button("Revoke binding...").ClickAsync();
        await tab.PressAsync("Revoke");
        await Expect(tab.Said).ToContainTextAsync("has ended");
        await Expect(tab.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("Not bound");
    }

    private static async Task RotateAsync(Tab tab)
    {
        await tab.Button("Rotate keys...").ClickAsync();
        await tab.PressAsync("Rotate");
        await Expect(tab.Dialog.Locator(".keys")).ToContainTextAsync("EncryptionKey");
        await tab.PressAsync("Done");
        await Expect(tab.Said).ToContainTextAsync("has new keys");
    }

    private static async Task ReadAuditAsync(Tab tab)
    {
        await tab.GoAsync("Audit log");
        await tab.Page.GetByLabel("What").FillAsync(Carol);
        await tab.Button("Filter").ClickAsync();
        foreach (var action in (string[])["mobile-node.create", "binding.revoke", "mobile-node.rotate-keys"]) await Expect(tab.Row(action)).ToContainTextAsync("Done");
        await tab.PictureAsync("audit-log");
    }

    private static async Task DeleteAsync(Tab tab)
    {
        await tab.Page.GotoAsync($"/dashboard/#/nodes/{Carol}");
        await tab.Button("Delete...").ClickAsync();
        await tab.PressAsync("Delete");
        await tab.Heading("Mobile nodes").WaitForAsync();
        await Expect(tab.Row(Carol)).ToHaveCountAsync(0);
    }
}
