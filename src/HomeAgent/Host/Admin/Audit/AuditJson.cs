using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Admin.Audit;

/// <summary>A change that was asked for.</summary>
/// <param name="Number">Grows with time.</param>
/// <param name="Actor">Name of the token, <c>oidc:</c> and the subject of the identity provider, or <c>loopback</c> where no token is needed.</param>
/// <param name="Source">Address that the request came from.</param>
/// <param name="Action">Such as <c>mobile-node.create</c>.</param>
/// <param name="Target">Home address or name of an edge.</param>
/// <param name="Status">HTTP status of the answer; null: under way, or the process ended meanwhile.</param>
/// <param name="Detail">What was asked for beside the target, such as <c>within 600 s</c>, and why it was refused.</param>
public sealed record AuditJson(long Number, DateTimeOffset At, string Actor, string Source, string Action, string Target, int? Status, string? Detail)
{
    internal static AuditJson From(AuditRow row) =>
        new(row.Number, row.Change.At, row.Change.Actor, row.Change.Source, row.Change.Action, row.Change.Target, row.Status, row.Detail);
}
