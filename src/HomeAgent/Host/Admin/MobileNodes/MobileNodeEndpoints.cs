using DsMip.HomeAgent.Admin.Problems;
using DsMip.HomeAgent.Directory;
using DsMip.Wire;

namespace DsMip.HomeAgent.Admin.MobileNodes;

/// <summary><c>/api/v1/mobile-nodes</c>: who is served, from the configuration, from the store and by IKE.</summary>
internal static class MobileNodeEndpoints
{
    private const string One = "/mobile-nodes/{homeAddress}";

    public static void MapMobileNodes(this IEndpointRouteBuilder api)
    {
        api.MapGet("/mobile-nodes", ListAsync).WithName("listMobileNodes").WithSummary("Mobile nodes in the order of their home addresses as text").WithTags("Mobile nodes")
            .Produces<IReadOnlyList<MobileNodeJson>>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet(One, GetAsync).WithName("getMobileNode").WithSummary("One mobile node").WithTags("Mobile nodes")
            .Produces<MobileNodeJson>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/mobile-nodes", CreateAsync).WithName("createMobileNode").WithSummary("A new mobile node in the store").WithTags("Mobile nodes")
            .Produces<ProvisionedJson>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status422UnprocessableEntity).Changes("mobile-node.create");
        api.MapPut(One, ChangeAsync).WithName("changeMobileNode").WithSummary("Everything of it but its keys").WithTags("Mobile nodes")
            .Produces<MobileNodeJson>().ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status404NotFound).Changes("mobile-node.change");
        api.MapDelete(One, DeleteAsync).WithName("deleteMobileNode").WithSummary("Serve it no longer; its binding ends within seconds").WithTags("Mobile nodes")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).Changes("mobile-node.delete");
        api.MapPost(One + "/keys", RotateAsync).WithName("rotateKeys").WithSummary("New keys for its SAs, given or made up").WithTags("Mobile nodes")
            .Produces<ProvisionedJson>().ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status404NotFound).Changes("mobile-node.rotate-keys");
    }

    /// <param name="after">Home address of the last one of the page before.</param>
    private static async Task<IResult> ListAsync(
        HttpContext http, UnstoredMobileNodes unstored, MobileNodeProvisioning provisioning, string? after, int? limit, CancellationToken cancellation)
    {
        if (Paging.Wrong(limit) is { } wrong) return wrong;
        var behind = "";
        if (after is not null)
        {
            if (!Ipv6Address.TryParse(after, null, out var last)) return ApiProblem.NotAnAddress(after);
            behind = last.ToString();
        }
        var size = limit ?? Paging.DefaultLimit;
        var stored = await provisioning.PageAsync(behind, size + 1, cancellation).ConfigureAwait(false);
        var others = unstored.All.Where(node => string.CompareOrdinal(node.HomeAddress, behind) > 0);
        var page = stored.Select(MobileNodeJson.From).Concat(others).OrderBy(node => node.HomeAddress, StringComparer.Ordinal).Take(size + 1).ToList();
        if (page.Count > size) Paging.LinkNext(http, "after", page[size - 1].HomeAddress);
        return TypedResults.Ok<IReadOnlyList<MobileNodeJson>>([.. page.Take(size)]);
    }

    private static async Task<IResult> GetAsync(string homeAddress, UnstoredMobileNodes unstored, MobileNodeProvisioning provisioning, CancellationToken cancellation)
    {
        if (!Ipv6Address.TryParse(homeAddress, null, out var home)) return ApiProblem.NotAnAddress(homeAddress);
        if (unstored.Find(home) is { } known) return TypedResults.Ok(known);
        return await provisioning.FindAsync(home, cancellation).ConfigureAwait(false) is { } stored ? TypedResults.Ok(MobileNodeJson.From(stored)) : Unknown(home);
    }

    private static async Task<IResult> CreateAsync(MobileNodeCreation body, MobileNodeProvisioning provisioning, CancellationToken cancellation)
    {
        var draft = Drafting.Of(body);
        var created = await provisioning.CreateAsync(draft, cancellation).ConfigureAwait(false);
        return TypedResults.Created($"/api/v1/mobile-nodes/{created.HomeAddress}", ProvisionedJson.From(created, draft));
    }

    private static async Task<IResult> ChangeAsync(string homeAddress, MobileNodeChange body, MobileNodeProvisioning provisioning, CancellationToken cancellation)
    {
        if (!Ipv6Address.TryParse(homeAddress, null, out var home)) return ApiProblem.NotAnAddress(homeAddress);
        return TypedResults.Ok(MobileNodeJson.From(await provisioning.ChangeAsync(Drafting.Of(home, body), body.Revision, cancellation).ConfigureAwait(false)));
    }

    /// <param name="revision">It is refused if the mobile node has another one by now.</param>
    private static async Task<IResult> DeleteAsync(string homeAddress, long? revision, MobileNodeProvisioning provisioning, CancellationToken cancellation)
    {
        if (!Ipv6Address.TryParse(homeAddress, null, out var home)) return ApiProblem.NotAnAddress(homeAddress);
        await provisioning.RemoveAsync(home, revision, cancellation).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> RotateAsync(
        string homeAddress, KeyRotation? body, UnstoredMobileNodes unstored, MobileNodeProvisioning provisioning, CancellationToken cancellation)
    {
        if (!Ipv6Address.TryParse(homeAddress, null, out var home)) return ApiProblem.NotAnAddress(homeAddress);
        var now = await provisioning.FindAsync(home, cancellation).ConfigureAwait(false);
        if (now is null && unstored.Find(home) is null) return Unknown(home);
        var draft = Drafting.Of(home, body, now?.Node);
        var changed = await provisioning.RotateAsync(draft, body?.Revision ?? now?.Revision, cancellation).ConfigureAwait(false);
        return TypedResults.Ok(ProvisionedJson.From(changed, draft));
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Unknown(Ipv6Address home) => ApiProblem.NotFound($"{home} is no mobile node of this home agent");
}
