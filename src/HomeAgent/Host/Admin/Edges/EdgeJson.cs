namespace DsMip.HomeAgent.Admin.Edges;

/// <summary>An edge, as it says itself and as the store and the cluster have it.</summary>
/// <param name="State"><c>up</c>, <c>unreachable</c> or <c>absent</c>.</param>
/// <param name="Member">Address of its process; null: absent.</param>
/// <param name="IsLoaded">It knows all bindings; null: it does not answer.</param>
/// <param name="Blocks">That are its own while it is there and not drained.</param>
/// <param name="Announced">That lead to it now; null: it does not answer.</param>
/// <param name="Bindings">Mobile nodes that it has a tunnel for; null: it does not answer.</param>
/// <param name="Drain">Null: it is not drained.</param>
public sealed record EdgeJson(
    string Name, string State, string? Member, bool? IsLoaded, IReadOnlyList<string> Blocks, IReadOnlyList<string>? Announced, int? Bindings, DrainJson? Drain);

/// <summary>It leaves its blocks to others.</summary>
/// <param name="Actor">Who wanted that.</param>
/// <param name="IsDone">It announces no block any more.</param>
public sealed record DrainJson(DateTimeOffset Since, string Actor, bool IsDone);
