using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DsMip.HomeAgent.Host.Tests.Admin;

/// <summary>An OpenID Connect provider on the loopback address: a discovery document, a key set, and tokens signed with RS256.</summary>
internal sealed class OidcAuthority : IAsyncDisposable
{
    public const string Audience = "dsmip";
    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _stranger = RSA.Create(2048);
    private readonly WebApplication _http;

    private OidcAuthority()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _http = builder.Build();
        _http.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Issuer, jwks_uri = $"{Issuer}/keys" }));
        _http.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
    }

    public string Issuer => _http.Urls.First();

    public static async Task<OidcAuthority> StartAsync()
    {
        var authority = new OidcAuthority();
        await authority._http.StartAsync();
        return authority;
    }

    /// <param name="forged">Signed by somebody else who names our key.</param>
    public string Token(string scope, string audience = Audience, string? issuer = null, TimeSpan? expiresIn = null, bool forged = false)
    {
        var expires = DateTime.UtcNow + (expiresIn ?? TimeSpan.FromHours(1));
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Issuer,
            Audience = audience,
            IssuedAt = expires.AddHours(-2),
            Expires = expires,
            Claims = new Dictionary<string, object> { ["sub"] = "writer", ["scope"] = scope },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(forged ? _stranger : _key) { KeyId = "1" }, SecurityAlgorithms.RsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _http.DisposeAsync();
        _key.Dispose();
        _stranger.Dispose();
    }

    private Dictionary<string, string> PublicKey()
    {
        var parameters = _key.ExportParameters(false);
        return new() { ["kty"] = "RSA", ["kid"] = "1", ["use"] = "sig", ["n"] = Base64UrlEncoder.Encode(parameters.Modulus), ["e"] = Base64UrlEncoder.Encode(parameters.Exponent) };
    }
}
