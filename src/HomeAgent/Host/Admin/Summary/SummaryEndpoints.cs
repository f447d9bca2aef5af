namespace DsMip.HomeAgent.Admin.Summary;

/// <summary><c>/api/v1/summary</c>.</summary>
internal static class SummaryEndpoints
{
    public static void MapSummary(this IEndpointRouteBuilder api) => api.MapGet("/summary", GetAsync)
        .WithName("getSummary").WithSummary("How many bindings are in force, and in what kind of network their mobile nodes are; a second old, or more where there are very many")
        .WithTags("Bindings").Produces<SummaryJson>();

    private static async Task<IResult> GetAsync(BindingSummary summary, CancellationToken cancellation) =>
        TypedResults.Ok(await summary.ReadAsync(cancellation).ConfigureAwait(false));
}
