using System.Security.Claims;
using DsMip.HomeAgent.Options;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace DsMip.HomeAgent.Admin.Access;

/// <summary>Tokens of an identity provider: whose they are, and what its scopes are here.</summary>
internal static class OidcScopes
{
    public const string SchemeName = "oidc";

    public static void Configure(JwtBearerOptions bearer, OidcOptions oidc)
    {
        bearer.Authority = oidc.Authority.ToString();
        bearer.Audience = oidc.Audience;
        // The configuration takes http for loopback addresses only.
        bearer.RequireHttpsMetadata = oidc.Authority.Scheme == Uri.UriSchemeHttps;
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters.NameClaimType = "sub";
        bearer.TokenValidationParameters.AuthenticationType = SchemeName;
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                if (context.Principal?.Identity is ClaimsIdentity identity) AddScopes(identity, oidc);
                return Task.CompletedTask;
            },
        };
    }

    private static void AddScopes(ClaimsIdentity identity, OidcOptions oidc)
    {
        // Nobody gives himself a scope by a claim of our name.
        foreach (var forged in identity.FindAll(AdminPolicies.ScopeClaim).ToList()) identity.RemoveClaim(forged);
        var scopes = identity.FindAll(oidc.ScopeClaim).SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);
        if (scopes.Contains(oidc.ReadScope)) identity.AddClaim(AdminPolicies.Claim(AdminScope.Read));
        if (scopes.Contains(oidc.WriteScope)) identity.AddClaim(AdminPolicies.Claim(AdminScope.Write));
    }
}
