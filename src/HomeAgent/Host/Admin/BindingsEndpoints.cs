using DsMip.HomeAgent.Actors.Revocation;
using DsMip.HomeAgent.Admin.Edges;
using DsMip.HomeAgent.Admin.Problems;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Admin;

/// <summary><c>/api/v1/bindings</c>: what is durable, whatever node holds it.</summary>
internal static class BindingsEndpoints
{
    /// <summary>A page of a filtered list ends there, be it as short as it may.</summary>
    private const int MostLookedAt = 100_000;

    public static void MapBindings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/bindings", ListAsync).WithName("listBindings").WithSummary("Bindings in force, in the order of their home addresses as text").WithTags("Bindings")
            .Produces<IReadOnlyList<BindingJson>>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/bindings/{homeAddress}", Get).WithName("getBinding").WithSummary("The binding of one mobile node").WithTags("Bindings")
            .Produces<BindingJson>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapDelete("/bindings/{homeAddress}", RevokeAsync).WithName("revokeBinding").WithTags("Bindings")
            .WithSummary("Ends a binding now, whatever its lifetime; the mobile node may register again")
            .Produces<RevocationJson>().ProducesProblem(StatusCodes.Status404NotFound).Changes("binding.revoke");
    }

    /// <param name="after">Home address of the last binding of the page before.</param>
    /// <param name="prefix">Only those with a home address in it.</param>
    /// <param name="careOf">Only those whose care-of address, or where their packets are sent, is this or in this prefix.</param>
    /// <param name="edge">Only those whose home address is in a block that this edge has now.</param>
    /// <param name="minAge">Seconds since the last Binding Update, at least.</param>
    /// <param name="maxAge">Seconds since the last Binding Update, at most.</param>
    private static async Task<IResult> ListAsync(
        HttpContext http, IBindingStore store, IProtectionInForce protection, EdgeOverview edges, TimeProvider clock,
        string? after, int? limit, string? prefix, string? careOf, string? edge, int? minAge, int? maxAge, CancellationToken cancellation)
    {
        if (after is not null && !Ipv6Address.TryParse(after, null, out _)) return ApiProblem.NotAnAddress(after);
        if (Paging.Wrong(limit) is { } wrong) return wrong;
        var owners = edge is null ? null : await edges.OwnersAsync(cancellation).ConfigureAwait(false);
        var filter = BindingFilter.Parse(prefix, careOf, owners is null ? null : home => owners(home) == edge, minAge, maxAge, out var complaint);
        if (complaint is not null) return ApiProblem.BadRequest(complaint);
        var page = new BindingPage(store, protection, filter, clock.GetUtcNow());
        var rows = page.Read(after is null ? "" : PersistenceId.Of(Ipv6Address.Parse(after)), limit ?? Paging.DefaultLimit, MostLookedAt);
        if (page.Next is { } next) Paging.LinkNext(http, "after", next);
        return TypedResults.Ok(rows);
    }

    private static IResult Get(IBindingStore store, IProtectionInForce protection, TimeProvider clock, string homeAddress)
    {
        if (!Ipv6Address.TryParse(homeAddress, null, out var home)) return ApiProblem.NotAnAddress(homeAddress);
        return BindingJson.From(store.Newest(home), protection, clock.GetUtcNow()) is { } binding ? TypedResults.Ok(binding) : ApiProblem.NotFound($"{home} has no binding");
    }

    /// <param name="ipv4Only">Only the binding of the IPv4 home address ends.</param>
    private static async Task<IResult> RevokeAsync(string homeAddress, bool? ipv4Only, IBindingRevocation bindings)
    {
        if (!Ipv6Address.TryParse(homeAddress, null, out var home)) return ApiProblem.NotAnAddress(homeAddress);
        // Not given up when the client goes: what became of it belongs into the audit log.
        var revoked = await bindings.RevokeAsync(new RevokeBinding(home, RevocationTrigger.AdministrativeReason, ipv4Only ?? false), CancellationToken.None).ConfigureAwait(false);
        return revoked.Outcome switch
        {
            RevocationOutcome.NoBinding => ApiProblem.NotFound($"{home} has no binding"),
            RevocationOutcome.Superseded => ApiProblem.Of(StatusCodes.Status409Conflict, $"{home} has sent a Binding Update meanwhile, which was accepted"),
            RevocationOutcome.Unavailable => ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "no control node has said that it is done: it may have begun; ask again to complete it"),
            _ => TypedResults.Ok(new RevocationJson(home.ToString(), revoked.Outcome == RevocationOutcome.Acknowledged, revoked.Status?.ToString())),
        };
    }
}
