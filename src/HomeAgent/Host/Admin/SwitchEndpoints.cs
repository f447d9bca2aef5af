using DsMip.HomeAgent.Actors.Switching;
using DsMip.HomeAgent.Admin.Problems;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DsMip.HomeAgent.Admin;

/// <summary>Sends mobile nodes to other home agents (RFC 5142): one of them, or all, before this home agent is worked on.</summary>
internal static class SwitchEndpoints
{
    private const string One = "/bindings/{homeAddress}/switch", All = "/bindings/switch";
    private static readonly int Longest = (int)new BindingLifetime(ushort.MaxValue).ToTimeSpan().TotalSeconds;

    public static void MapSwitches(this IEndpointRouteBuilder api)
    {
        api.MapPost(One, SwitchAsync).WithName("switchBinding").WithTags("Bindings")
            .WithSummary("Tells a mobile node to turn to another home agent, again and again until it goes; its binding is not prolonged beyond within seconds")
            .Produces<SwitchJson>().ProducesProblem(StatusCodes.Status404NotFound).Changes("binding.switch");
        api.MapDelete(One, StayAsync).WithName("keepBinding").WithSummary("Lets a mobile node stay that was told to go").WithTags("Bindings")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).Changes("binding.keep");
        api.MapPost(All, SwitchAllAsync).WithName("switchBindings").WithTags("Bindings")
            .WithSummary("Tells all mobile nodes that have a binding now to turn to another home agent, one after the other; answered when that is durable for all of them")
            .Produces<SwitchesJson>().Changes("binding.switch-all");
        api.MapDelete(All, StayAllAsync).WithName("keepBindings").WithSummary("Lets all mobile nodes stay that were told to go").WithTags("Bindings")
            .Produces<SwitchesJson>().Changes("binding.keep-all");
    }

    /// <param name="within">Seconds, 0 without: its binding is not prolonged any more.</param>
    private static async Task<IResult> SwitchAsync(string homeAddress, int? within, IHomeAgentSwitching switching, TimeProvider clock)
    {
        if (!Ipv6Address.TryParse(homeAddress, null, out var home) || !home.IsUnicastRoutable) return ApiProblem.NotAnAddress(homeAddress);
        if (Wrong(within) is { } wrong) return wrong;
        var time = TimeSpan.FromSeconds(within ?? 0);
        // Not given up when the client goes: what became of it belongs into the audit log.
        var outcome = await switching.SwitchAsync(new SwitchHomeAgent(home, time), CancellationToken.None).ConfigureAwait(false);
        return Problem(outcome, home) is { } problem ? problem : TypedResults.Ok(new SwitchJson(home.ToString(), clock.GetUtcNow() + time));
    }

    private static async Task<IResult> StayAsync(string homeAddress, IHomeAgentSwitching switching)
    {
        if (!Ipv6Address.TryParse(homeAddress, null, out var home) || !home.IsUnicastRoutable) return ApiProblem.NotAnAddress(homeAddress);
        var outcome = await switching.SwitchAsync(new SwitchHomeAgent(home, null), CancellationToken.None).ConfigureAwait(false);
        return Problem(outcome, home) is { } problem ? problem : TypedResults.NoContent();
    }

    /// <param name="within">Seconds, 0 without: no binding is prolonged any more.</param>
    private static async Task<IResult> SwitchAllAsync(int? within, IHomeAgentSwitching switching, TimeProvider clock)
    {
        if (Wrong(within) is { } wrong) return wrong;
        var time = TimeSpan.FromSeconds(within ?? 0);
        return Of(await switching.SwitchAllAsync(time, CancellationToken.None).ConfigureAwait(false), SwitchOutcome.Begun, clock.GetUtcNow() + time);
    }

    private static async Task<IResult> StayAllAsync(IHomeAgentSwitching switching) =>
        Of(await switching.SwitchAllAsync(null, CancellationToken.None).ConfigureAwait(false), SwitchOutcome.Withdrawn, null);

    private static IResult Of(IReadOnlyDictionary<SwitchOutcome, int> counts, SwitchOutcome done, DateTimeOffset? until) =>
        counts.GetValueOrDefault(SwitchOutcome.Unavailable) is > 0 and var undone
            ? ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, $"done for {counts.GetValueOrDefault(done)} mobile nodes; for {undone} no control node has said so: ask again to complete it")
            : TypedResults.Ok(new SwitchesJson(counts.GetValueOrDefault(done), counts.GetValueOrDefault(SwitchOutcome.Unprotected), until));

    private static ProblemHttpResult? Problem(SwitchOutcome outcome, Ipv6Address home) => outcome switch
    {
        SwitchOutcome.NoBinding => ApiProblem.NotFound($"{home} has no binding"),
        SwitchOutcome.Unprotected => ApiProblem.Of(StatusCodes.Status409Conflict, $"{home} has no security association that encrypts, and must not be told of other home agents without one"),
        SwitchOutcome.Unavailable => ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "no control node has said that it is done: it may have begun; ask again to complete it"),
        _ => null,
    };

    private static ProblemHttpResult? Wrong(int? within) =>
        within is null || (within >= 0 && within <= Longest) ? null : ApiProblem.BadRequest($"within is {within}, and has to be 0 to {Longest} seconds");
}
