using DsMip.HomeAgent.Actors.Switching;
using DsMip.HomeAgent.Admin.Access;
using DsMip.HomeAgent.Admin.Audit;
using DsMip.HomeAgent.Admin.Problems;

namespace DsMip.HomeAgent.Admin;

/// <summary>Sends all mobile nodes to other home agents, before this one is worked on: a run that goes on whoever looks, one at a time.</summary>
internal static class SwitchOfAllEndpoints
{
    private const string All = "/bindings/switch", Location = "/api/v1" + All;

    public static void MapSwitchOfAll(this IEndpointRouteBuilder api)
    {
        api.MapGet(All, GetAsync).WithName("getSwitchOfBindings").WithTags("Bindings")
            .WithSummary("How far the last request to tell all mobile nodes, or to let all stay, has come")
            .Produces<SwitchOfAllJson>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost(All, SwitchAsync).WithName("switchBindings").WithTags("Bindings")
            .WithSummary("Begins to tell all mobile nodes that have a binding now to turn to another home agent, one after the other; goes on by itself")
            .Produces<SwitchOfAllJson>(StatusCodes.Status202Accepted).Changes("binding.switch-all");
        api.MapDelete(All, KeepAsync).WithName("keepBindings").WithTags("Bindings")
            .WithSummary("Begins to let all mobile nodes stay that were told to go; goes on by itself")
            .Produces<SwitchOfAllJson>(StatusCodes.Status202Accepted).Changes("binding.keep-all");
        api.MapPost(All + "/stop", StopAsync).WithName("stopSwitchOfBindings").WithSummary("Asks no more mobile nodes; who was told to go, or to stay, is").WithTags("Bindings")
            .Produces<SwitchOfAllJson>().Changes("binding.stop-switch-all");
    }

    private static async Task<IResult> GetAsync(SwitchesOfAll switches, CancellationToken cancellation) =>
        await switches.ReadAsync(cancellation).ConfigureAwait(false) is { } run ? TypedResults.Ok(SwitchOfAllJson.From(run)) : ApiProblem.NotFound("nobody has asked for all mobile nodes yet");

    /// <param name="within">Seconds, 0 without: no binding is prolonged any more.</param>
    private static Task<IResult> SwitchAsync(int? within, HttpContext http, SwitchesOfAll switches)
    {
        if (SwitchEndpoints.Wrong(within) is { } wrong) return Task.FromResult<IResult>(wrong);
        AuditFilter.Say(http, SwitchEndpoints.Said(within));
        return BeginAsync(TimeSpan.FromSeconds(within ?? 0), http, switches);
    }

    private static Task<IResult> KeepAsync(HttpContext http, SwitchesOfAll switches) => BeginAsync(null, http, switches);

    private static async Task<IResult> BeginAsync(TimeSpan? within, HttpContext http, SwitchesOfAll switches) =>
        // Not given up when the client goes: what became of it belongs into the audit log.
        await switches.TryBeginAsync(AdminPolicies.NameOf(http.User), within, CancellationToken.None).ConfigureAwait(false) is { } run
            ? TypedResults.Accepted(Location, SwitchOfAllJson.From(run))
            : ApiProblem.Of(StatusCodes.Status409Conflict, $"all mobile nodes are being asked already (GET {Location}): wait until that is done, or stop it (POST {Location}/stop)");

    private static async Task<IResult> StopAsync(SwitchesOfAll switches) =>
        await switches.TryStopAsync(CancellationToken.None).ConfigureAwait(false) is { } run
            ? TypedResults.Ok(SwitchOfAllJson.From(run))
            : ApiProblem.Of(StatusCodes.Status409Conflict, "nothing is under way that could be stopped");
}
