using System.Security.Claims;
using DsMip.HomeAgent.Options;
using Microsoft.AspNetCore.Authorization;

namespace DsMip.HomeAgent.Admin.Access;

/// <summary>Who may see, and who may change as well.</summary>
internal static class AdminPolicies
{
    public const string Read = "read";
    public const string Write = "write";

    /// <summary>Claim whose values are <see cref="Read"/> and <see cref="Write"/>.</summary>
    public const string ScopeClaim = "dsmip:scope";

    public static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(Read, policy => policy.RequireAuthenticatedUser().RequireClaim(ScopeClaim, Read, Write));
        options.AddPolicy(Write, policy => policy.RequireAuthenticatedUser().RequireClaim(ScopeClaim, Write));
    }

    public static Claim Claim(AdminScope scope) => new(ScopeClaim, scope == AdminScope.Write ? Write : Read);

    /// <summary>For the audit log.</summary>
    public static string NameOf(ClaimsPrincipal user) => user.Identity?.Name is { Length: > 0 } name ? name : "unnamed";
}
