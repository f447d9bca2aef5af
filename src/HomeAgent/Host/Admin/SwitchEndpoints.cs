using DsMip.HomeAgent.Actors.Switching;
using DsMip.HomeAgent.Admin.Audit;
using DsMip.HomeAgent.Admin.Problems;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DsMip.HomeAgent.Admin;

/// <summary>Sends mobile nodes to other home agents (RFC 5142), one of them. All: <see cref="SwitchOfAllEndpoints"/>.</summary>
internal static class SwitchEndpoints
{
    private const string One = "/bindings/{homeAddress}/switch";
    private static readonly int Longest = (int)new BindingLifetime(ushort.MaxValue).ToTimeSpan().TotalSeconds;

    public static void MapSwitches(this IEndpointRouteBuilder api)
    {
        api.MapPost(One, SwitchAsync).WithName("switchBinding").WithTags("Bindings")
            .WithSummary("Tells a mobile node to turn to another home agent, again and again until it goes; its binding is not prolonged beyond within seconds")
            .Produces<SwitchJson>().ProducesProblem(StatusCodes.Status404NotFound).Changes("binding.switch");
        api.MapDelete(One, StayAsync).WithName("keepBinding").WithSummary("Lets a mobile node stay that was told to go").WithTags("Bindings")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).Changes("binding.keep");
    }

    /// <param name="within">Seconds, 0 without: its binding is not prolonged any more.</param>
    private static async Task<IResult> SwitchAsync(string homeAddress, int? within, HttpContext http, IHomeAgentSwitching switching, TimeProvider clock)
    {
        if (!Ipv6Address.TryParse(homeAddress, null, out var home) || !home.IsUnicastRoutable) return ApiProblem.NotAnAddress(homeAddress);
        if (Wrong(within) is { } wrong) return wrong;
        var time = TimeSpan.FromSeconds(within ?? 0);
        AuditFilter.Say(http, Said(within));
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

    private static ProblemHttpResult? Problem(SwitchOutcome outcome, Ipv6Address home) => outcome switch
    {
        SwitchOutcome.NoBinding => ApiProblem.NotFound($"{home} has no binding"),
        SwitchOutcome.Unprotected => ApiProblem.Of(StatusCodes.Status409Conflict, $"{home} has no security association that encrypts, and must not be told of other home agents without one"),
        SwitchOutcome.Unavailable => ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "no control node has said that it is done: it may have begun; ask again to complete it"),
        _ => null,
    };

    /// <summary>For the audit log.</summary>
    public static string Said(int? within) => $"within {within ?? 0} s";

    public static ProblemHttpResult? Wrong(int? within) =>
        within is null || (within >= 0 && within <= Longest) ? null : ApiProblem.BadRequest($"within is {within}, and has to be 0 to {Longest} seconds");
}
