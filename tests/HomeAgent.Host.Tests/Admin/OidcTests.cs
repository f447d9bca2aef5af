using System.Net;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Host.Tests.Admin;

/// <summary>JWTs of an identity provider, beside tokens of the configuration.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private const string Node = """{"homeAddress":"2001:db8:1::9"}""";
    private OidcAuthority _authority = null!;
    private ApiFixture _api = null!;

    public async Task InitializeAsync()
    {
        _authority = await OidcAuthority.StartAsync();
        _api = new ApiFixture(StoreProvider.Sqlite, ("Admin:Oidc:Authority", _authority.Issuer), ("Admin:Oidc:Audience", OidcAuthority.Audience));
        await _api.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        await _authority.DisposeAsync();
    }

    [Fact]
    public async Task A_token_of_the_provider_does_what_its_scope_says_and_is_not_taken_for_another()
    {
        await _api.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "mobile-nodes", Node, _authority.Token("openid dsmip.write"));
        // There is a token of the configuration that is called as the subject is.
        await _api.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, "mobile-nodes/2001:db8:1::9");
        Assert.Equal(["writer", "oidc:writer"], (await _api.GetAsync("audit")).EnumerateArray().Select(row => row.GetProperty("actor").GetString()));
        Assert.Single((await _api.GetAsync("audit?actor=writer")).EnumerateArray());

        var reading = _authority.Token("dsmip.read");
        await _api.ExpectAsync(HttpStatusCode.OK, HttpMethod.Get, "bindings", null, reading);
        await _api.ExpectAsync(HttpStatusCode.Forbidden, HttpMethod.Post, "mobile-nodes", Node, reading);
        await _api.ExpectAsync(HttpStatusCode.Forbidden, HttpMethod.Get, "bindings", null, _authority.Token("openid"));

        // Taken for a few minutes longer, by clocks that differ; who looks has to come again.
        using (var ended = await _api.SendAsync(HttpMethod.Get, "events", null, _authority.Token("dsmip.read", expiresIn: TimeSpan.FromSeconds(-30))).WaitAsync(TimeSpan.FromSeconds(20)))
            Assert.Contains("heartbeat", await ended.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        foreach (var (what, token) in new[]
        {
            ("signature", _authority.Token("dsmip.write", forged: true)),
            ("audience", _authority.Token("dsmip.write", audience: "others")),
            ("issuer", _authority.Token("dsmip.write", issuer: "https://login.example.org")),
            ("expired", _authority.Token("dsmip.write", expiresIn: TimeSpan.FromMinutes(-10))),
            ("none", Unsigned(_authority.Token("dsmip.write"))),
        })
        {
            using var answer = await _api.SendAsync(HttpMethod.Post, "mobile-nodes", Node, token);
            Assert.Equal((what, HttpStatusCode.Unauthorized), (what, answer.StatusCode));
            Assert.Contains("invalid_token", $"{answer.Headers.WwwAuthenticate}", StringComparison.Ordinal);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.DoesNotContain(token, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(2, (await _api.GetAsync("audit")).GetArrayLength());
    }

    /// <summary>RFC 7519 6, for those who believe it.</summary>
    private static string Unsigned(string token) => $"{Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode("""{"alg":"none"}""")}.{token.Split('.')[1]}.";
}
