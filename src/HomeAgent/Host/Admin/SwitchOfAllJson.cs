using DsMip.HomeAgent.Core.Switching;

namespace DsMip.HomeAgent.Admin;

/// <summary>All mobile nodes are told to go, or that they may stay: how far that has come.</summary>
/// <param name="Number">Of the run.</param>
/// <param name="State"><c>running</c>, <c>done</c> or <c>stopped</c>.</param>
/// <param name="Actor">Who wanted it, as in the audit log.</param>
/// <param name="Until">No binding is prolonged beyond that. Null: the mobile nodes may stay.</param>
/// <param name="Total">So many are concerned. Null: not counted yet.</param>
/// <param name="Asked">So many have been asked: the sum of the next four.</param>
/// <param name="Accepted">For so many it is durable.</param>
/// <param name="Unprotected">So many cannot be told: they have no security association that encrypts.</param>
/// <param name="Gone">So many had no binding any more.</param>
/// <param name="Failed">For so many no control node has said that it is done.</param>
/// <param name="Left">So many are still to be asked. Null: not counted yet.</param>
/// <param name="Ended">Null: it runs.</param>
public sealed record SwitchOfAllJson(
    long Number, string State, DateTimeOffset Started, string Actor, DateTimeOffset? Until,
    int? Total, int Asked, int Accepted, int Unprotected, int Gone, int Failed, int? Left, DateTimeOffset? Ended)
{
    internal static SwitchOfAllJson From(SwitchOfAll run) => new(
        run.Number, run.State switch { SwitchOfAllState.Running => "running", SwitchOfAllState.Done => "done", _ => "stopped" }, run.Started, run.Actor, run.Until,
        run.Total, run.Tally.Asked, run.Tally.Accepted, run.Tally.Unprotected, run.Tally.Gone, run.Tally.Failed, run.Left, run.Ended);
}
