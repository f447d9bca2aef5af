using System.Data.Common;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Who changed what through the API: rows are added, completed once, and taken away when they are old.</summary>
/// <exception cref="DbException">From every member: the store does not answer.</exception>
public interface IAuditStore
{
    /// <summary>Before the change, so that none is made that nobody finds. Durable when the task completes.</summary>
    /// <returns>The number of the row.</returns>
    Task<long> BeginAsync(AuditedChange change, CancellationToken cancellation);

    /// <param name="status">Of the answer, as HTTP has it.</param>
    /// <param name="detail">Null: nothing to add.</param>
    Task EndAsync(long number, int status, string? detail, CancellationToken cancellation);

    /// <summary>The newest first.</summary>
    Task<IReadOnlyList<AuditRow>> ReadAsync(AuditQuery query, CancellationToken cancellation);

    /// <returns>How many rows there were.</returns>
    Task<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellation);
}

/// <param name="Actor">Name of the token, subject of the identity provider, or what else there was to know.</param>
/// <param name="Source">The address that it came from.</param>
/// <param name="Action">Such as <c>mobile-node.create</c>.</param>
/// <param name="Target">A home address or the name of an edge; empty: it could not be read.</param>
public sealed record AuditedChange(DateTimeOffset At, string Actor, string Source, string Action, string Target);

/// <param name="Status">Null: it is under way, or the process ended before it was done.</param>
public sealed record AuditRow(long Number, AuditedChange Change, int? Status, string? Detail);

/// <param name="Before">Only rows with lower numbers.</param>
/// <param name="Actor">Null: of anybody; likewise the others.</param>
public sealed record AuditQuery(long Before, int Limit, string? Actor = null, string? Action = null, string? Target = null);
