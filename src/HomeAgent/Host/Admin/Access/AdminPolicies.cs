using System.Security.Claims;
using System.Text;
using DsMip.HomeAgent.Options;
using Microsoft.AspNetCore.Authorization;

namespace DsMip.HomeAgent.Admin.Access;

/// <summary>Who may see, and who may change as well.</summary>
internal static class AdminPolicies
{
    public const string Read = "read";
    public const string Write = "write";

    /// <summary>OpenID Connect Core 2: of a subject.</summary>
    private const int LongestSubject = 255;

    /// <summary>Claim whose values are <see cref="Read"/> and <see cref="Write"/>.</summary>
    public const string ScopeClaim = "dsmip:scope";

    public static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(Read, policy => policy.RequireAuthenticatedUser().RequireClaim(ScopeClaim, Read, Write));
        options.AddPolicy(Write, policy => policy.RequireAuthenticatedUser().RequireClaim(ScopeClaim, Write));
    }

    public static Claim Claim(AdminScope scope) => new(ScopeClaim, scope == AdminScope.Write ? Write : Read);

    /// <summary>For the audit log, and nobody else's.</summary>
    public static string NameOf(ClaimsPrincipal user)
    {
        var name = user.Identity?.Name is { Length: > 0 } given ? given : "unnamed";
        if (user.Identity?.AuthenticationType != OidcScopes.SchemeName) return name;
        // A provider may put anything there, and not every store takes it.
        return AuditedNames.Oidc + string.Concat(name.EnumerateRunes().Take(LongestSubject).Select(letter => Rune.IsControl(letter) ? "?" : $"{letter}"));
    }
}
