using System.Net;
using System.Text.Json;
using DsMip.HomeAgent.Host.Tests.Fixtures;

namespace DsMip.HomeAgent.Host.Tests.Admin;

/// <summary>Bindings are found by what is known of them, and ended.</summary>
public sealed class BindingApiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_binding_is_found_by_its_addresses_and_its_age_and_can_be_revoked()
    {
        await Registration.OfAliceAsync(api.Application, api.Options);
        await Registration.OfAsync(api.Application, new MobileNode(api.Options, Configured.Bob), MobileNode.Update(9));
        await api.GetAsync($"bindings/{Configured.Alice}");
        // It is as old as a second.
        await Eventually.Is(async () => Counts(await api.GetAsync("summary")) == "2 0 0 2 0");

        Assert.Equal([Configured.Alice, Configured.Bob], await HomesAsync(""));
        Assert.Equal([Configured.Alice], await HomesAsync("prefix=2001:db8:1::a/128"));
        Assert.Equal([Configured.Alice], await HomesAsync("prefix=10.10.0.0/24"));
        Assert.Empty(await HomesAsync("prefix=2001:db8:2::/64"));
        Assert.Equal([Configured.Alice, Configured.Bob], await HomesAsync("careOf=192.168.1.2"));
        Assert.Equal([Configured.Alice, Configured.Bob], await HomesAsync("careOf=203.0.113.0/24"));
        Assert.Empty(await HomesAsync("careOf=203.0.113.8"));
        Assert.Equal([Configured.Alice, Configured.Bob], await HomesAsync("maxAge=300"));
        Assert.Empty(await HomesAsync("minAge=300"));
        foreach (var wrong in (string[])["prefix=alice", "careOf=10.0.0.0/99", "minAge=-1", "limit=0", "limit=many", "after=bob"])
            await api.ExpectAsync(HttpStatusCode.BadRequest, HttpMethod.Get, $"bindings?{wrong}");

        using var page = await api.SendAsync(HttpMethod.Get, "bindings?limit=1&maxAge=300");
        Assert.Equal($"</api/v1/bindings?limit=1&maxAge=300&after={Uri.EscapeDataString(Configured.Alice)}>; rel=\"next\"", page.Headers.GetValues("Link").Single());
        using var last = await api.SendAsync(HttpMethod.Get, $"bindings?limit=1&maxAge=300&after={Configured.Alice}");
        Assert.False(last.Headers.Contains("Link"));

        await SwitchAsync();
        var revoked = await api.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"bindings/{Configured.Alice}");
        Assert.Equal(Configured.Alice, revoked.GetProperty("homeAddress").GetString());
        await api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"bindings/{Configured.Alice}");
        await api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Delete, $"bindings/{Configured.Alice}");
        await api.ExpectAsync(HttpStatusCode.BadRequest, HttpMethod.Delete, "bindings/alice");
        Assert.Equal([Configured.Bob], await HomesAsync(""));
        var audit = await api.GetAsync($"audit?action=binding.revoke&target={Configured.Alice}");
        Assert.Equal([404, 200], audit.EnumerateArray().Select(row => row.GetProperty("status").GetInt32()));
    }

    private async Task SwitchAsync()
    {
        var told = await api.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"bindings/{Configured.Bob}/switch?within=600");
        Assert.Equal(Configured.Bob, told.GetProperty("homeAddress").GetString());
        Assert.True(told.GetProperty("until").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddSeconds(500));
        await api.ExpectAsync(HttpStatusCode.BadRequest, HttpMethod.Post, $"bindings/{Configured.Bob}/switch?within=-1");
        await api.ExpectAsync(HttpStatusCode.BadRequest, HttpMethod.Post, "bindings/bob/switch");
        await api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Post, "bindings/2001:db8:1::ffff/switch");
        await api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Get, "bindings/switch");
        await api.ExpectAsync(HttpStatusCode.Conflict, HttpMethod.Post, "bindings/switch/stop");
        Assert.Equal("done 2 2 0", await AllAsync(HttpMethod.Post, "bindings/switch?within=3600"));
        using var stays = await api.SendAsync(HttpMethod.Delete, $"bindings/{Configured.Bob}/switch");
        Assert.Equal(HttpStatusCode.NoContent, stays.StatusCode);
        // Bob stays already, and nobody wakes him for that.
        Assert.Equal("done 1 1 0", await AllAsync(HttpMethod.Delete, "bindings/switch"));
        var audit = await api.GetAsync($"audit?action=binding.switch&target={Configured.Bob}");
        Assert.Equal([400, 200], audit.EnumerateArray().Select(row => row.GetProperty("status").GetInt32()));
        foreach (var action in (string[])["binding.keep", "binding.switch-all", "binding.keep-all"])
            Assert.Equal(1, (await api.GetAsync($"audit?action={action}")).GetArrayLength());
        Assert.Equal("within 600 s", audit[1].GetProperty("detail").GetString());
        Assert.Equal("within 3600 s", (await api.GetAsync("audit?action=binding.switch-all"))[0].GetProperty("detail").GetString());
    }

    private async Task<string> AllAsync(HttpMethod method, string path)
    {
        using var begun = await api.SendAsync(method, path);
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
        var location = begun.Headers.Location!.ToString()["/api/v1/".Length..];
        await Eventually.Is(async () => (await api.GetAsync(location)).GetProperty("state").GetString() != "running");
        var ended = await api.GetAsync(location);
        return string.Join(' ', from name in (string[])["state", "total", "accepted", "left"] select ended.GetProperty(name).ToString());
    }

    private static string Counts(JsonElement summary) =>
        string.Join(' ', from name in (string[])["bindings", "ipv6", "ipv4", "nat", "mobileRouters"] select summary.GetProperty(name).ToString());

    private async Task<List<string>> HomesAsync(string query) =>
        [.. (await api.GetAsync($"bindings?{query}")).EnumerateArray().Select(binding => binding.GetProperty("homeAddress").GetString()!)];
}
