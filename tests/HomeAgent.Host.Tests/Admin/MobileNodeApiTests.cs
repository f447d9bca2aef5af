using System.Net;
using System.Text.Json;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Host.Tests.Admin;

public sealed class SqliteMobileNodeApiTests(ApiFixture api) : MobileNodeApiTests(api), IClassFixture<ApiFixture>;

public sealed class PostgresApiFixture : IAsyncLifetime
{
    private readonly string _key = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public PostgresApiFixture()
    {
        Directory.SealingKey.Create(_key);
        Api = new ApiFixture(StoreProvider.PostgreSql, ("Store:KeyFile", _key));
    }

    public ApiFixture Api { get; }

    public Task InitializeAsync() => Api.InitializeAsync();

    public async Task DisposeAsync()
    {
        await Api.DisposeAsync();
        File.Delete(_key);
    }
}

public sealed class PostgresMobileNodeApiTests(PostgresApiFixture fixture) : MobileNodeApiTests(fixture.Api), IClassFixture<PostgresApiFixture>;

/// <summary>Mobile nodes are created, changed and removed, and nobody ever sees a key that he has given.</summary>
public abstract class MobileNodeApiTests(ApiFixture api)
{
    private const string GivenUpdate = "a00102030405060708090a0b0c0d0e0f10111213";
    private const string GivenAcknowledgement = "b00102030405060708090a0b0c0d0e0f10111213";
    private static readonly HttpMethod Get = HttpMethod.Get, Post = HttpMethod.Post, Put = HttpMethod.Put, Delete = HttpMethod.Delete;

    [Fact]
    public async Task A_name_that_cannot_be_is_refused_whatever_the_store()
    {
        foreach (var name in (string[])["actor", "action", "target"])
            await api.ExpectAsync(HttpStatusCode.UnprocessableEntity, Get, $"audit?{name}=a%00b");
        // In a path the web server itself refuses it.
        using (var refused = await api.SendAsync(Post, "edges/%00/drain")) Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        await api.ExpectAsync(HttpStatusCode.BadRequest, Get, "bindings?prefix=%00");
        await api.ExpectAsync(HttpStatusCode.UnprocessableEntity, Post, "mobile-nodes", """{"homeAddress":"\u0000"}""");
    }

    [Fact]
    public async Task Who_is_created_without_keys_gets_some_that_are_shown_once()
    {
        var created = await api.ExpectAsync(HttpStatusCode.Created, Post, "mobile-nodes", """{"homeAddress":"2001:db8:1::100","ipv4HomeAddress":"10.10.0.20"}""");
        Assert.Equal("store", created.GetProperty("mobileNode").GetProperty("source").GetString());
        var (update, acknowledgement) = (Fresh(created, "bindingUpdate"), Fresh(created, "bindingAcknowledgement"));
        Assert.Equal((40, 40), (update.Length, acknowledgement.Length));
        Assert.NotEqual(update, acknowledgement);

        var shown = await api.GetAsync("mobile-nodes/2001:db8:1::100");
        Assert.Equal("10.10.0.20", shown.GetProperty("ipv4HomeAddress").GetString());
        Assert.Equal("aes-gcm-16-128", shown.GetProperty("bindingUpdate").GetProperty("suite").GetString());
        var list = await api.GetAsync("mobile-nodes");
        Assert.Contains("2001:db8:1::100", Homes(list));
        Assert.DoesNotContain(update, shown.GetRawText() + list.GetRawText() + (await api.GetAsync("audit")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_were_given_are_never_shown_and_never_another_ones()
    {
        const string body = $$"""
            {"homeAddress":"2001:db8:1::200","bindingUpdate":{"spi":"0x5000","encryptionKey":"{{GivenUpdate}}"},
             "bindingAcknowledgement":{"spi":"20481","encryptionKey":"{{GivenAcknowledgement}}","extendedSequenceNumbers":false} }
            """;
        var created = await api.ExpectAsync(HttpStatusCode.Created, Post, "mobile-nodes", body);
        Assert.Equal(JsonValueKind.Null, created.GetProperty("generatedKeys").ValueKind);
        Assert.Equal("0x00005000", created.GetProperty("mobileNode").GetProperty("bindingUpdate").GetProperty("spi").GetString());
        Assert.False(created.GetProperty("mobileNode").GetProperty("bindingAcknowledgement").GetProperty("extendedSequenceNumbers").GetBoolean());

        await api.ExpectAsync(HttpStatusCode.Conflict, Post, "mobile-nodes", body);
        await api.ExpectAsync(HttpStatusCode.Conflict, Post, "mobile-nodes", body.Replace("::200", "::201", StringComparison.Ordinal));
        // Another SPI, but a key that counts already.
        var reused = await api.ExpectAsync(HttpStatusCode.Conflict, Post, "mobile-nodes", $$"""{"homeAddress":"2001:db8:1::202","bindingUpdate":{"encryptionKey":"{{GivenUpdate}}"} }""");
        Assert.Equal("bindingUpdate.encryptionKey", reused.GetProperty("key").GetString());
        // Of the configuration.
        await api.ExpectAsync(HttpStatusCode.Conflict, Post, "mobile-nodes", """{"homeAddress":"2001:db8:1::203","bindingUpdate":{"encryptionKey":"000102030405060708090a0b0c0d0e0f10111213"}}""");
        await api.ExpectAsync(HttpStatusCode.UnprocessableEntity, Post, "mobile-nodes", $$"""{"homeAddress":"2001:db8:1::204","bindingUpdate":{"encryptionKey":"{{GivenUpdate}}00"} }""");
        // A key where an address should be.
        await api.ExpectAsync(HttpStatusCode.UnprocessableEntity, Post, "mobile-nodes", """{"homeAddress":"2001:db8:1::205","bindingUpdate":{"suite":"rot13"}}""");
        await api.GetAsync("mobile-nodes");
        await api.GetAsync("audit");
        Assert.DoesNotContain(GivenUpdate, api.Answers, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(GivenAcknowledgement, api.Answers, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_change_leaves_the_keys_and_new_keys_leave_the_rest()
    {
        var created = (await api.ExpectAsync(HttpStatusCode.Created, Post, "mobile-nodes", """{"homeAddress":"2001:db8:1::300","ipv4HomeAddress":"10.10.0.30","bindingUpdate":{"suite":"aes-cbc-256-hmac-sha2-256-128"}}""")).GetProperty("mobileNode");
        var revision = created.GetProperty("revision").GetInt64();

        var changed = await api.ExpectAsync(HttpStatusCode.OK, Put, "mobile-nodes/2001:db8:1::300", $$"""{"ipv4HomeAddress":"10.10.0.31","revision":{{revision}} }""");
        Assert.Equal("10.10.0.31", changed.GetProperty("ipv4HomeAddress").GetString());
        Assert.Equal(created.GetProperty("bindingUpdate").GetRawText(), changed.GetProperty("bindingUpdate").GetRawText());
        await api.ExpectAsync(HttpStatusCode.Conflict, Put, "mobile-nodes/2001:db8:1::300", $$"""{"ipv4HomeAddress":"10.10.0.32","revision":{{revision}} }""");
        await api.ExpectAsync(HttpStatusCode.Conflict, Put, "mobile-nodes/2001:db8:1::300", """{"ipv4HomeAddress":"10.10.0.10"}""");
        await api.ExpectAsync(HttpStatusCode.UnprocessableEntity, Put, "mobile-nodes/2001:db8:1::300", """{"ipv4HomeAddress":"192.0.2.1"}""");
        await api.ExpectAsync(HttpStatusCode.BadRequest, Put, "mobile-nodes/alice", "{}");
        await api.ExpectAsync(HttpStatusCode.NotFound, Put, "mobile-nodes/2001:db8:1::3ff", "{}");

        var rotated = await api.ExpectAsync(HttpStatusCode.OK, Post, "mobile-nodes/2001:db8:1::300/keys");
        var node = rotated.GetProperty("mobileNode");
        Assert.Equal("10.10.0.31", node.GetProperty("ipv4HomeAddress").GetString());
        Assert.Equal(created.GetProperty("bindingUpdate").GetRawText(), node.GetProperty("bindingUpdate").GetRawText());
        Assert.Equal(64, Fresh(rotated, "bindingUpdate").Length);
        var again = await api.ExpectAsync(HttpStatusCode.OK, Post, "mobile-nodes/2001:db8:1::300/keys", """{"bindingUpdate":{"suite":"aes-gcm-16-256"}}""");
        Assert.Equal(72, Fresh(again, "bindingUpdate").Length);
        Assert.NotEqual(Fresh(rotated, "bindingAcknowledgement"), Fresh(again, "bindingAcknowledgement"));
        await api.ExpectAsync(HttpStatusCode.Conflict, Post, "mobile-nodes/2001:db8:1::300/keys", $$"""{"revision":{{revision}} }""");
        await api.ExpectAsync(HttpStatusCode.UnprocessableEntity, Post, "mobile-nodes/2001:db8:1::300/keys", """{"bindingUpdate":{"spi":"7"}}""");
        await api.ExpectAsync(HttpStatusCode.NotFound, Post, "mobile-nodes/2001:db8:1::3ff/keys");
    }

    [Fact]
    public async Task Who_is_deleted_is_gone_and_may_come_back()
    {
        const string body = """{"homeAddress":"2001:db8:1::400"}""";
        var created = await api.ExpectAsync(HttpStatusCode.Created, Post, "mobile-nodes", body);
        var revision = created.GetProperty("mobileNode").GetProperty("revision").GetInt64();
        await api.ExpectAsync(HttpStatusCode.Conflict, Delete, $"mobile-nodes/2001:db8:1::400?revision={revision - 1}");
        await api.ExpectAsync(HttpStatusCode.NoContent, Delete, $"mobile-nodes/2001:db8:1::400?revision={revision}");
        await api.ExpectAsync(HttpStatusCode.NotFound, Delete, "mobile-nodes/2001:db8:1::400");
        await api.ExpectAsync(HttpStatusCode.NotFound, Get, "mobile-nodes/2001:db8:1::400");
        await api.ExpectAsync(HttpStatusCode.Created, Post, "mobile-nodes", body);
        await api.ExpectAsync(HttpStatusCode.NoContent, Delete, "mobile-nodes/2001:db8:1::400");
    }

    [Fact]
    public async Task Mobile_networks_belong_to_one_mobile_node()
    {
        const string body = """{"homeAddress":"2001:db8:1::700","mobileNetworkPrefixes":["2001:db8:aaaa::/56"],"ipv4MobileNetworkPrefixes":["192.0.2.0/28"]}""";
        var created = await api.ExpectAsync(HttpStatusCode.Created, Post, "mobile-nodes", body);
        Assert.Equal("2001:db8:aaaa::/56", Assert.Single(created.GetProperty("mobileNode").GetProperty("mobileNetworkPrefixes").EnumerateArray()).GetString());
        await api.ExpectAsync(HttpStatusCode.Conflict, Post, "mobile-nodes", """{"homeAddress":"2001:db8:1::701","mobileNetworkPrefixes":["2001:db8:aaaa:1::/64"]}""");
        var rotated = await api.ExpectAsync(HttpStatusCode.OK, Post, "mobile-nodes/2001:db8:1::700/keys");
        Assert.Equal("192.0.2.0/28", Assert.Single(rotated.GetProperty("mobileNode").GetProperty("ipv4MobileNetworkPrefixes").EnumerateArray()).GetString());
        var changed = await api.ExpectAsync(HttpStatusCode.OK, Put, "mobile-nodes/2001:db8:1::700", "{}");
        Assert.Empty(changed.GetProperty("mobileNetworkPrefixes").EnumerateArray());
    }

    [Fact]
    public async Task Who_is_configured_is_shown_and_not_changed()
    {
        var bob = await api.GetAsync("mobile-nodes/2001:db8:1::b");
        Assert.Equal(("configuration", "manual", "0x000007d1"), (Text(bob, "source"), Text(bob, "keys"), Text(bob.GetProperty("bindingUpdate"), "spi")));
        await api.ExpectAsync(HttpStatusCode.Conflict, Post, "mobile-nodes", """{"homeAddress":"2001:db8:1::b"}""");
        await api.ExpectAsync(HttpStatusCode.Conflict, Put, "mobile-nodes/2001:db8:1::b", "{}");
        await api.ExpectAsync(HttpStatusCode.Conflict, Delete, "mobile-nodes/2001:db8:1::b");
        await api.ExpectAsync(HttpStatusCode.Conflict, Post, "mobile-nodes/2001:db8:1::b/keys");
    }

    [Fact]
    public async Task Pages_hold_everybody_once()
    {
        foreach (var number in (string[])["501", "502", "503"]) await api.ExpectAsync(HttpStatusCode.Created, Post, "mobile-nodes", $$"""{"homeAddress":"2001:db8:1::{{number}}"}""");
        var (homes, next) = (new List<string>(), "mobile-nodes?limit=2");
        while (next is not null)
        {
            using var response = await api.SendAsync(Get, next, null, ApiFixture.Reader);
            var page = Homes(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
            Assert.InRange(page.Count, 1, 2);
            homes.AddRange(page);
            next = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('>')[0][("<" + "/api/v1/").Length..] : null;
        }
        Assert.Equal(homes.Distinct(), homes);
        Assert.Equal(homes.Order(StringComparer.Ordinal), homes);
        Assert.All(["2001:db8:1::501", "2001:db8:1::502", "2001:db8:1::503", "2001:db8:1::a", "2001:db8:1::b"], home => Assert.Contains(home, homes));
        await api.ExpectAsync(HttpStatusCode.BadRequest, Get, "mobile-nodes?limit=0");
        await api.ExpectAsync(HttpStatusCode.BadRequest, Get, "mobile-nodes?after=x");
        await api.ExpectAsync(HttpStatusCode.BadRequest, Get, "mobile-nodes/x");
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_log_with_who_wanted_it_and_what_became_of_it()
    {
        await api.ExpectAsync(HttpStatusCode.Created, Post, "mobile-nodes", """{"homeAddress":"2001:db8:1::600"}""");
        await api.ExpectAsync(HttpStatusCode.Conflict, Post, "mobile-nodes", """{"homeAddress":"2001:db8:1:0::600"}""");
        await api.ExpectAsync(HttpStatusCode.NoContent, Delete, "mobile-nodes/2001:db8:1::600");
        var rows = (await api.GetAsync("audit?target=2001:db8:1::600&limit=3")).EnumerateArray().ToList();
        Assert.Equal(["mobile-node.delete 204", "mobile-node.create 409", "mobile-node.create 201"], rows.Select(row => $"{Text(row, "action")} {row.GetProperty("status")}"));
        Assert.All(rows, row => Assert.Equal(("writer", "127.0.0.1"), (Text(row, "actor"), Text(row, "source"))));
        Assert.Equal("2001:db8:1::600 is there already", Text(rows[1], "detail"));
        Assert.InRange(rows[0].GetProperty("at").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.Empty((await api.GetAsync("audit?actor=reader")).EnumerateArray());
        var older = await api.GetAsync($"audit?limit=1&action=mobile-node.create&target=2001:db8:1::600&before={rows[1].GetProperty("number")}");
        Assert.Equal(rows[2].GetProperty("number").GetInt64(), Assert.Single(older.EnumerateArray()).GetProperty("number").GetInt64());
        await api.ExpectAsync(HttpStatusCode.BadRequest, Get, "audit?limit=0");
    }

    /// <summary>Who takes one member for another puts a key where a number belongs.</summary>
    [Fact]
    public async Task A_key_in_a_wrong_place_gets_into_no_row()
    {
        const string key = "5eca11ab1e5eca11ab1e5eca11ab1e5eca11ab1e";
        await api.ExpectAsync(HttpStatusCode.UnprocessableEntity, Post, "mobile-nodes", $$"""{"homeAddress":"2001:db8:1::601","bindingUpdate":{"spi":"{{key}}"} }""");
        await api.ExpectAsync(HttpStatusCode.BadRequest, Delete, $"mobile-nodes/{key}");
        var rows = await api.GetAsync("audit?limit=2");
        Assert.Equal([400, 422], rows.EnumerateArray().Select(row => row.GetProperty("status").GetInt32()));
        Assert.DoesNotContain(key, rows.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    private static string Fresh(JsonElement provisioned, string association) => Text(provisioned.GetProperty("generatedKeys").GetProperty(association), "encryptionKey");

    private static List<string> Homes(JsonElement list) => [.. list.EnumerateArray().Select(node => Text(node, "homeAddress"))];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
