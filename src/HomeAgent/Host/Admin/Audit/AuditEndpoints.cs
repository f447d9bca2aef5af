using System.Globalization;
using DsMip.HomeAgent.Admin.Problems;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Admin.Audit;

/// <summary><c>/api/v1/audit</c>: who changed what.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api) => api.MapGet("/audit", ListAsync)
        .WithName("listAudit").WithSummary("Changes that were asked for, the newest first").WithTags("Audit")
        .Produces<IReadOnlyList<AuditJson>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    /// <param name="before">Number of the last row of the page before.</param>
    private static async Task<IResult> ListAsync(
        HttpContext http, IStore store, long? before, int? limit, string? actor, string? action, string? target, CancellationToken cancellation)
    {
        if (Paging.Wrong(limit) is { } wrong) return wrong;
        // A name never has such a letter, and PostgreSQL cannot be asked for it.
        foreach (var (name, text) in ((string, string?)[])[("actor", actor), ("action", action), ("target", target)])
            if (text?.Contains('\0', StringComparison.Ordinal) == true) return ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, $"{name} holds a NUL");
        var size = limit ?? Paging.DefaultLimit;
        var rows = await store.Audit.ReadAsync(new AuditQuery(before ?? long.MaxValue, size + 1, actor, action, target), cancellation).ConfigureAwait(false);
        if (rows.Count > size) Paging.LinkNext(http, "before", rows[size - 1].Number.ToString(CultureInfo.InvariantCulture));
        return TypedResults.Ok<IReadOnlyList<AuditJson>>([.. rows.Take(size).Select(AuditJson.From)]);
    }
}
