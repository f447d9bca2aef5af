using System.Text.Json.Serialization;
using DsMip.HomeAgent.Admin.Access;
using DsMip.HomeAgent.Admin.Audit;
using DsMip.HomeAgent.Admin.Cluster;
using DsMip.HomeAgent.Admin.Edges;
using DsMip.HomeAgent.Admin.MobileNodes;
using DsMip.HomeAgent.Admin.Pools;
using DsMip.HomeAgent.Admin.Problems;
using DsMip.HomeAgent.Admin.Summary;
using DsMip.HomeAgent.Admin.Traces;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;

namespace DsMip.HomeAgent.Admin;

/// <summary><c>/api/v1</c>: what it is made of, and in which order a request passes it.</summary>
internal static class AdminApi
{
    private const string Scheme = "bearer";

    public static void AddAdminApi(this IServiceCollection services, HomeAgentOptions options, IStore store)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemMapping>();
        services.AddRateLimiter(limiter => RequestRates.Configure(limiter, options.Admin));
        // By a factory, so that the container disposes of it.
        services.AddSingleton(_ => new AddressRates(options.Admin.RequestsPerSecond));
        services.AddSingleton<AdminTokens>();
        services.AddSingleton<BindingSummary>();
        services.AddAuthorization(AdminPolicies.Add);
        AddAuthentication(services, options.Admin);
        services.Configure<RouteHandlerOptions>(handler => handler.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi(ApiDocument.Configure);
        services.AddSingleton<EdgeOverview>();
        services.AddSingleton<BindingCounts>();
        services.AddSingleton<UnstoredMobileNodes>();
        services.AddSingleton(new MobileNodeProvisioning(options, store.MobileNodes, new SealingKeyFile(options.Store)));
    }

    /// <summary>What every request passes, that for the API or another one.</summary>
    public static void UseAdminApi(this WebApplication application, AdminOptions admin)
    {
        application.UseExceptionHandler();
        application.UseStatusCodePages(AnswerAsync);
        application.Use(async (context, next) =>
        {
            // Answers may hold keys, and are of this moment.
            context.Response.Headers.CacheControl = "no-store";
            if (admin.HealthListen is { } health && context.Connection.LocalPort == health.Port && !IsHealth(context.Request.Path)) context.Response.StatusCode = StatusCodes.Status404NotFound;
            else if (admin.IsOpen && !IsHealth(context.Request.Path)) await BrowserGuard.CheckAsync(context, next).ConfigureAwait(false);
            else await next(context).ConfigureAwait(false);
        });
        // Before anybody's token is looked at: that is work, too.
        application.Use(application.Services.GetRequiredService<AddressRates>().PassAsync);
        application.UseRouting();
        application.UseAuthentication();
        application.UseRateLimiter();
        application.UseAuthorization();
    }

    public static void MapAdminApi(this WebApplication application)
    {
        application.MapOpenApi(ApiDocument.Route);
        var api = application.MapGroup("/api/v1").RequireAuthorization(AdminPolicies.Read)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapBindings();
        api.MapSwitches();
        api.MapSwitchOfAll();
        api.MapSummary();
        api.MapMobileNodes();
        api.MapTraces();
        api.MapAudit();
        api.MapEdges();
        api.MapCluster();
        api.MapPools();
        api.MapEvents();
    }

    /// <summary>The endpoint changes something: not for everybody, not too often, and written down.</summary>
    /// <param name="action">As the audit log has it.</param>
    public static RouteHandlerBuilder Changes(this RouteHandlerBuilder endpoint, string action) => endpoint
        .RequireAuthorization(AdminPolicies.Write).RequireRateLimiting(RequestRates.Changes).AddEndpointFilter(new AuditFilter(action))
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);

    private static void AddAuthentication(IServiceCollection services, AdminOptions admin)
    {
        var schemes = services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, either => either.ForwardDefaultSelector = context =>
                admin.Oidc is not null && IsJwt(TokenHandler.TokenOf(context.Request)) ? OidcScopes.SchemeName : TokenHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.SchemeName, null);
        if (admin.Oidc is { } oidc) schemes.AddJwtBearer(OidcScopes.SchemeName, bearer => OidcScopes.Configure(bearer, oidc));
    }

    /// <summary>Header, claims, signature (RFC 7519 3.1).</summary>
    private static bool IsJwt(string? token) => token?.Count(letter => letter == '.') == 2;

    /// <summary>Routes are found in any case; what is kept from others is everything but these.</summary>
    internal static bool IsHealth(PathString path) => path.StartsWithSegments("/health", StringComparison.Ordinal) || path.StartsWithSegments("/metrics", StringComparison.Ordinal);

    /// <summary>Answers that nobody has given a body.</summary>
    private static Task AnswerAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        return ApiProblem.Of(status, ApiProblem.UsualDetail(status) ?? "the request cannot be answered").ExecuteAsync(context.HttpContext);
    }
}
