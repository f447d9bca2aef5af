using DsMip.HomeAgent.Admin.Access;
using DsMip.HomeAgent.Admin.Problems;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Admin.Edges;

/// <summary><c>/api/v1/edges</c>: how they are, and leaving their blocks to others before their machines are worked on.</summary>
internal static class EdgeEndpoints
{
    private const string One = "/edges/{name}";

    public static void MapEdges(this IEndpointRouteBuilder api)
    {
        api.MapGet("/edges", ListAsync).WithName("listEdges").WithSummary("All edges that are configured or there").WithTags("Edges").Produces<IReadOnlyList<EdgeJson>>();
        api.MapGet(One, GetAsync).WithName("getEdge").WithSummary("One edge").WithTags("Edges").Produces<EdgeJson>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost(One + "/drain", DrainAsync).WithName("drainEdge").WithTags("Edges")
            .WithSummary("Has it leave its blocks to other edges until it is undrained, also after a restart; done when drain.isDone is true")
            .Produces<EdgeJson>().ProducesProblem(StatusCodes.Status404NotFound).Changes("edge.drain");
        api.MapPost(One + "/undrain", UndrainAsync).WithName("undrainEdge").WithSummary("Has it take its blocks back").WithTags("Edges")
            .Produces<EdgeJson>().ProducesProblem(StatusCodes.Status404NotFound).Changes("edge.undrain");
    }

    private static async Task<IResult> ListAsync(EdgeOverview edges, CancellationToken cancellation) => TypedResults.Ok(await edges.ReadAsync(cancellation).ConfigureAwait(false));

    private static async Task<IResult> GetAsync(string name, EdgeOverview edges, CancellationToken cancellation) =>
        Find(await edges.ReadAsync(cancellation).ConfigureAwait(false), name) is { } edge ? TypedResults.Ok(edge) : Unknown(name);

    /// <param name="force">Also if no other edge is there to take its blocks: it serves them until there is one.</param>
    private static async Task<IResult> DrainAsync(
        string name, bool? force, HttpContext http, EdgeOverview edges, IEdgeDrainStore drains, TimeProvider clock, CancellationToken cancellation)
    {
        var all = await edges.ReadAsync(cancellation).ConfigureAwait(false);
        if (Find(all, name) is null) return Unknown(name);
        if (force != true && !all.Any(edge => edge.Name != name && edge is { State: "up", Drain: null, IsLoaded: true }))
            return ApiProblem.Of(StatusCodes.Status409Conflict, $"no other edge is there that could take the blocks of {name}; with force=true it serves them until there is one");
        await drains.DrainAsync(new DrainedEdge(name, clock.GetUtcNow(), AdminPolicies.NameOf(http.User)), cancellation).ConfigureAwait(false);
        return await GetAsync(name, edges, cancellation).ConfigureAwait(false);
    }

    private static async Task<IResult> UndrainAsync(string name, EdgeOverview edges, IEdgeDrainStore drains, CancellationToken cancellation)
    {
        if (Find(await edges.ReadAsync(cancellation).ConfigureAwait(false), name) is not { } edge) return Unknown(name);
        if (edge.Drain is null) return ApiProblem.Of(StatusCodes.Status409Conflict, $"{name} is not drained");
        await drains.UndrainAsync(name, cancellation).ConfigureAwait(false);
        return await GetAsync(name, edges, cancellation).ConfigureAwait(false);
    }

    private static EdgeJson? Find(IReadOnlyList<EdgeJson> all, string name) => all.FirstOrDefault(edge => edge.Name == name);

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Unknown(string name) => ApiProblem.NotFound($"there is no edge '{name}'");
}
