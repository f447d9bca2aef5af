using System.Security.Claims;
using System.Text.Encodings.Web;
using DsMip.HomeAgent.Options;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace DsMip.HomeAgent.Admin.Access;

/// <summary>Bearer tokens of the configuration (RFC 6750). Without any, and without an identity provider, whoever gets here may do everything.</summary>
internal sealed class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory logs, UrlEncoder encoder, AdminTokens tokens, HomeAgentOptions options)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, logs, encoder)
{
    public const string SchemeName = "token";

    private const string Bearer = "Bearer ";

    /// <summary>What stands behind <c>Bearer</c>; null: nothing does.</summary>
    public static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (options.Admin.IsOpen) return Task.FromResult(Success(AuditedNames.Anybody, AdminScope.Write));
        if (TokenOf(Request) is not { } token) return Task.FromResult(AuthenticateResult.NoResult());
        return Task.FromResult(tokens.Find(token) is { } found ? Success(found.Name, found.Scope) : AuthenticateResult.Fail("no such token"));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers[HeaderNames.WWWAuthenticate] = TokenOf(Request) is null ? "Bearer realm=\"dsmip\"" : "Bearer realm=\"dsmip\", error=\"invalid_token\"";
        return Task.CompletedTask;
    }

    private static AuthenticateResult Success(string name, AdminScope scope)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, name), AdminPolicies.Claim(scope)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
