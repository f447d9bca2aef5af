using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Admin;

/// <summary>Bindings in force that a filter takes, from one home address on.</summary>
internal sealed class BindingPage(IBindingStore store, IProtectionInForce protection, BindingFilter filter, DateTimeOffset now)
{
    private const int Batch = 1000;

    /// <summary>Where the next page begins behind; null: there is none.</summary>
    public string? Next { get; private set; }

    /// <param name="after">Persistence id.</param>
    /// <param name="most">Rows that are looked at, at least one batch of them.</param>
    public IReadOnlyList<BindingJson> Read(string after, int limit, int most)
    {
        var found = new List<BindingJson>();
        for (var seen = 0; store.Newest(after, Batch) is { Count: > 0 } rows; seen += rows.Count)
        {
            foreach (var row in rows)
            {
                if (Json(row) is { } binding)
                {
                    if (found.Count == limit)
                    {
                        Next = found[^1].HomeAddress;
                        return found;
                    }
                    found.Add(binding);
                }
                after = row.PersistenceId;
            }
            if (seen + rows.Count < most) continue;
            Next = after[PersistenceId.Prefix.Length..];
            break;
        }
        return found;
    }

    private BindingJson? Json(StoredBinding row) =>
        row.State?.Entry is { Tunnel: { } tunnel } entry && filter.Takes(entry, tunnel, now) ? BindingJson.From(row, protection, now) : null;
}
