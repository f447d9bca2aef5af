using System.Text.Json;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DsMip.Dashboard.Tests;

/// <summary>
/// From an empty database, with the dashboard and nothing else: the home agent and the mobile node are processes, and the mobile node has what the
/// operator was shown and no more.
/// </summary>
[Collection(nameof(DashboardCollection))]
public sealed class LabWalkTests(DashboardFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [NamespaceFact]
    public async Task An_operator_sees_a_mobile_node_register_move_and_go_drains_an_edge_and_gives_it_new_keys()
    {
        using var lab = new RealLab();
        lab.Start();
        try
        {
            await using var browser = await fixture.LaunchAsync(lab.Browser);
            await using var tab = await fixture.OpenAsync(home: RealLab.Address, browser: browser);
            await WalkAsync(tab, lab, lab.Topology.MobileNode.HomeAddress);
        }
        catch (Exception e) when (e is PlaywrightException or LabException)
        {
            throw new LabException($"{e.Message}\n{lab.Tails()}", e);
        }
    }

    private static async Task WalkAsync(Tab tab, RealLab lab, string home)
    {
        await tab.GoAsync("Mobile nodes");
        var first = await ProvisionAsync(tab, home, lab.Topology.MobileNode.Ipv4HomeAddress);
        lab.StartNode(first);
        await tab.GoAsync("Bindings");
        await Expect(tab.Row(home)).ToContainTextAsync("2001:db8:6::50");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = home }).ClickAsync();
        await MoveAsync(tab, lab, home);
        await RevokeAsync(tab, lab, home);
        await RotateAsync(tab, lab, home, first);
        await DrainAsync(tab);
        await ReadAuditAsync(tab);
    }

    private static async Task<JsonElement> ProvisionAsync(Tab tab, string home, string ipv4)
    {
        await tab.Button("Provision...").ClickAsync();
        await tab.EnterAsync("Home address", home);
        await tab.EnterAsync("IPv4 home address", ipv4);
        await tab.PressAsync("Provision");
        var given = await ShownAsync(tab);
        await Expect(tab.Row(home)).ToContainTextAsync("Not bound");
        return given;
    }

    /// <summary>Behind a NAT, where its packets go to.</summary>
    private static async Task MoveAsync(Tab tab, RealLab lab, string home)
    {
        lab.Topology.MobileNode.Move(Attachment.Nat2);
        var main = tab.Page.GetByRole(AriaRole.Main);
        await Expect(main).ToContainTextAsync("Behind a NAT");
        await Expect(main).ToContainTextAsync(AddressPlan.Nat2Outside);
        await Expect(tab.Page.GetByRole(AriaRole.List, new() { Name = "What happened" })).ToContainTextAsync("Moved");
        Assert.Equal(0, Ping(home));
        Assert.True(lab.Node.Status().NatDetected);
        await tab.PictureAsync("lab-moved");
    }

    private static async Task RevokeAsync(Tab tab, RealLab lab, string home)
    {
        await tab.Button("Revoke binding...").ClickAsync();
        await tab.PressAsync("Revoke");
        await Expect(tab.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("Not bound");
        Wait.Until(() => lab.Node.Status().State == "Revoked", Patience, "the mobile node to hear that its binding was revoked");
        Assert.NotEqual(0, Ping(home));
    }

    /// <summary>With the keys before it is nobody any more.</summary>
    private static async Task RotateAsync(Tab tab, RealLab lab, string home, JsonElement before)
    {
        await tab.Button("Rotate keys...").ClickAsync();
        await tab.PressAsync("Rotate");
        var given = await ShownAsync(tab);
        var refused = Refused(lab);
        lab.StartNode(before);
        Wait.Until(() => Refused(lab) > refused, Patience, "the home agent to drop what is sealed with the keys before");
        await Expect(tab.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("Not bound");
        lab.StartNode(given);
        await Expect(tab.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("Behind a NAT");
        Wait.Until(() => Ping(home) == 0, Patience, "the mobile node to be reached again");
    }

    private static async Task DrainAsync(Tab tab)
    {
        await tab.GoAsync("Cluster");
        var edge = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Edge edge" });
        await tab.Button("Drain edge edge").ClickAsync();
        await tab.PressAsync("Drain");
        await Expect(tab.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("no other edge is there");
        await tab.PressAsync("Drain anyway");
        await Expect(edge).ToContainTextAsync("by operator");
        await tab.Button("Undrain edge edge").ClickAsync();
        await tab.PressAsync("Undrain");
        await Expect(tab.Button("Drain edge edge")).ToBeVisibleAsync();
    }

    private static async Task ReadAuditAsync(Tab tab)
    {
        await tab.GoAsync("Audit log");
        foreach (var action in (string[])["mobile-node.create", "binding.revoke", "mobile-node.rotate-keys", "edge.drain", "edge.undrain"])
            await Expect(tab.Row(action).First).ToContainTextAsync("Done");
        await Expect(tab.Row("mobile-node.create")).ToContainTextAsync("operator");
        await tab.PictureAsync("lab-audit-log");
    }

    private static async Task<JsonElement> ShownAsync(Tab tab)
    {
        var shown = JsonDocument.Parse(await tab.Dialog.Locator(".keys").InnerTextAsync()).RootElement;
        await tab.PressAsync("Done");
        return shown;
    }

    private static long Refused(RealLab lab) => lab.HomeAgent.Api.Drops().GetValueOrDefault("SecurityFailure");

    private static int Ping(string home) =>
        AddressPlan.Correspondent.TryExec("ping", "-n", "-c", "3", "-i", "0.1", "-w", "2", home).ExitCode;
}
