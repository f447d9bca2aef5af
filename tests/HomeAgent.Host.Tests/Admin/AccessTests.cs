using System.Net;
using System.Security.Claims;
using System.Text.Json.Nodes;
using DsMip.HomeAgent.Admin.Access;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Host.Tests.Admin;

/// <summary>Who may do what, and what everybody gets who asks wrongly.</summary>
public sealed class AccessTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Nobody_gets_anything_without_a_token_or_with_a_wrong_one()
    {
        foreach (var (method, path, _) in api.Schema.Operations)
        {
            using var without = await SendAsync(method, path, null);
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, without.StatusCode));
            Assert.Equal("Bearer realm=\"dsmip\"", $"{without.Headers.WwwAuthenticate}");
            using var wrong = await SendAsync(method, path, ApiFixture.Reader + "x");
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, wrong.StatusCode));
            Assert.Contains("invalid_token", $"{wrong.Headers.WwwAuthenticate}", StringComparison.Ordinal);
        }
        await api.ExpectAsync(HttpStatusCode.Unauthorized, HttpMethod.Get, "bindings", null, null);
        await api.ExpectAsync(HttpStatusCode.Unauthorized, HttpMethod.Delete, "mobile-nodes/2001:db8:1::1", null, "");
    }

    [Fact]
    public async Task Who_may_read_may_read_everything_and_change_nothing()
    {
        foreach (var (method, path, _) in api.Schema.Operations)
        {
            // What is in packets is not for everybody who may see that there are some.
            if (method == "GET" && path is not ("/api/v1/traces/{id}/packets" or "/api/v1/traces/{id}/pcap")) continue;
            using var response = await SendAsync(method, path, ApiFixture.Reader);
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, response.StatusCode));
        }
        await api.ExpectAsync(HttpStatusCode.Forbidden, HttpMethod.Post, "mobile-nodes", """{"homeAddress":"2001:db8:1::9"}""", ApiFixture.Reader);
        Assert.Empty((await api.GetAsync("audit?actor=reader")).EnumerateArray());
    }

    [Fact]
    public async Task Every_operation_says_what_it_may_answer()
    {
        Assert.All(api.Schema.Operations, one => Assert.Superset(new HashSet<string> { "401", "403", "429", "503" }, Statuses(one.Operation)));
        Assert.All(api.Schema.Operations.Where(one => one.Method != "GET"), one => Assert.Contains("409", Statuses(one.Operation)));
        Assert.All(api.Schema.Operations, one => Assert.NotEmpty((string)one.Operation["summary"]!));
        var names = api.Schema.Operations.Select(one => (string)one.Operation["operationId"]!).ToList();
        Assert.Equal(names.Distinct(), names);
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("""{"homeAddress":""", HttpStatusCode.BadRequest)]
    [InlineData("""{"homeAddress":"2001:db8:1::9","colour":"red"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"homeAddress":5}""", HttpStatusCode.BadRequest)]
    [InlineData("""[]""", HttpStatusCode.BadRequest)]
    [InlineData("""{"homeAddress":"alice"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"homeAddress":"2001:db8:2::9"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"homeAddress":"2001:db8:1::1"}""", HttpStatusCode.UnprocessableEntity)]
    public Task What_is_no_mobile_node_is_refused(string body, HttpStatusCode status) => api.ExpectAsync(status, HttpMethod.Post, "mobile-nodes", body);

    [Fact]
    public async Task Other_bodies_and_other_paths_are_problems_too()
    {
        using var text = await api.SendAsync(HttpMethod.Post, "mobile-nodes", "{}", contentType: "text/plain");
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "application/problem+json"), (text.StatusCode, text.Content.Headers.ContentType?.MediaType));
        using var nowhere = await api.SendAsync(HttpMethod.Get, "nodes");
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (nowhere.StatusCode, nowhere.Content.Headers.ContentType?.MediaType));
        using var method = await api.SendAsync(HttpMethod.Patch, "bindings");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "application/problem+json"), (method.StatusCode, method.Content.Headers.ContentType?.MediaType));
        using var large = await api.SendAsync(HttpMethod.Post, "mobile-nodes", $$"""{"homeAddress":"{{new string('a', 100_000)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal("no-store", $"{nowhere.Headers.CacheControl}");
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? token) =>
        await api.SendAsync(new HttpMethod(method), path["/api/v1/".Length..].Replace("{homeAddress}", "2001:db8:1::9", StringComparison.Ordinal).Replace("{name}", "e1", StringComparison.Ordinal).Replace("{id}", "00112233-4455-6677-8899-aabbccddeeff", StringComparison.Ordinal), null, token);

    private static HashSet<string> Statuses(JsonObject operation) => [.. operation["responses"]!.AsObject().Select(response => response.Key)];
}

/// <summary>What happens rarely, each in a home agent of its own.</summary>
public sealed class RareAnswerTests
{
    [Fact]
    public async Task Who_asks_too_often_is_told_to_wait()
    {
        var api = new ApiFixture(StoreProvider.Sqlite, ("Admin:RequestsPerSecond", "2"));
        await api.InitializeAsync();
        try
        {
            HttpResponseMessage? refused = null;
            // The document was the first request; a slow machine may get one more every half a second.
            for (var i = 0; i < 50 && refused is null; i++)
                if (await api.SendAsync(HttpMethod.Get, "bindings", null, "a token that nobody has looked at") is { StatusCode: HttpStatusCode.TooManyRequests } response) refused = response;
            Assert.NotNull(refused);
            Assert.Equal("1", $"{refused.Headers.RetryAfter}");
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
            using var http = new HttpClient { BaseAddress = new Uri(api.Application.Urls.First()) };
            for (var i = 0; i < 10; i++) Assert.Equal("live\n", await http.GetStringAsync("health/live"));
        }
        finally
        {
            await api.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:0:0:2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    public void Who_has_a_network_is_one(string one, string other, bool isSame) =>
        Assert.Equal(isSame, AddressRates.PlaceOf(IPAddress.Parse(one)) == AddressRates.PlaceOf(IPAddress.Parse(other)));

    [Fact]
    public void A_name_of_a_provider_is_cut_between_letters_and_has_no_control_characters()
    {
        var identity = new ClaimsIdentity([new Claim("sub", "\n" + string.Concat(Enumerable.Repeat("\U0001F600", 300)))], OidcScopes.SchemeName, "sub", null);
        Assert.Equal("oidc:?" + string.Concat(Enumerable.Repeat("\U0001F600", 254)), AdminPolicies.NameOf(new ClaimsPrincipal(identity)));
    }

    [Fact]
    public async Task What_cannot_be_written_to_the_audit_log_is_not_done()
    {
        var api = new ApiFixture();
        await api.InitializeAsync();
        try
        {
            api.Store.Execute("ALTER TABLE admin_audit RENAME TO elsewhere");
            await api.ExpectAsync(HttpStatusCode.ServiceUnavailable, HttpMethod.Post, "mobile-nodes", """{"homeAddress":"2001:db8:1::9"}""");
            await api.ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Get, "mobile-nodes/2001:db8:1::9");
            await api.ExpectAsync(HttpStatusCode.ServiceUnavailable, HttpMethod.Get, "audit");
        }
        finally
        {
            await api.DisposeAsync();
        }
    }

    [Fact]
    public async Task Old_rows_of_the_audit_log_go_where_that_is_wanted()
    {
        var api = new ApiFixture(StoreProvider.Sqlite, ("Admin:KeepAuditDays", "30"));
        foreach (var days in (int[])[31, 29])
            await api.Store.Store.Audit.BeginAsync(new AuditedChange(DateTimeOffset.UtcNow.AddDays(-days), "alice", "::1", "edge.drain", $"{days}"), default);
        await api.InitializeAsync();
        try
        {
            await Eventually.Is(async () => (await api.GetAsync("audit")).GetArrayLength() == 1);
            Assert.Equal("29", (await api.GetAsync("audit"))[0].GetProperty("target").GetString());
        }
        finally
        {
            await api.DisposeAsync();
        }
    }

    [Fact]
    public async Task Without_tokens_this_machine_may_do_everything_and_pages_of_others_nothing()
    {
        var api = new ApiFixture(StoreProvider.Sqlite, ApiFixture.NoTokens);
        await api.InitializeAsync();
        try
        {
            await api.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "mobile-nodes", """{"homeAddress":"2001:db8:1::9"}""", null);
            Assert.Equal("loopback", Assert.Single((await api.ExpectAsync(HttpStatusCode.OK, HttpMethod.Get, "audit", null, null)).EnumerateArray()).GetProperty("actor").GetString());

            using var http = new HttpClient { BaseAddress = new Uri(api.Application.Urls.First()) };
            using var foreign = new HttpRequestMessage(HttpMethod.Delete, "api/v1/mobile-nodes/2001:db8:1::9");
            foreign.Headers.Add("Origin", "http://evil.example");
            Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(foreign)).StatusCode);
            foreach (var path in new[] { "api/v1/bindings", "API/v1/bindings", "Api/V1/mobile-nodes" })
            {
                using var rebound = new HttpRequestMessage(HttpMethod.Get, path);
                rebound.Headers.Host = "evil.example";
                Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(rebound)).StatusCode);
            }
            using var own = new HttpRequestMessage(HttpMethod.Delete, "api/v1/mobile-nodes/2001:db8:1::9");
            own.Headers.Add("Origin", api.Application.Urls.First());
            Assert.Equal(HttpStatusCode.NoContent, (await http.SendAsync(own)).StatusCode);
        }
        finally
        {
            await api.DisposeAsync();
        }
    }
}
