using System.Data.Common;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Which edges are to leave their blocks to others, until somebody says otherwise.</summary>
/// <exception cref="DbException">From every member: the store does not answer.</exception>
public interface IEdgeDrainStore
{
    Task<IReadOnlyList<DrainedEdge>> ReadAsync(CancellationToken cancellation);

    /// <summary>Nothing happens if it is drained already. Durable when the task completes.</summary>
    Task DrainAsync(DrainedEdge edge, CancellationToken cancellation);

    /// <inheritdoc cref="DrainAsync"/>
    Task UndrainAsync(string name, CancellationToken cancellation);
}

/// <param name="Actor">Who wanted it, as in the audit log.</param>
public sealed record DrainedEdge(string Name, DateTimeOffset Since, string Actor);
