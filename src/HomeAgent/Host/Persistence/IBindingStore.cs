using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>The journal read from outside of the entities: at start, and by administrators.</summary>
public interface IBindingStore
{
    /// <summary>The newest state of every mobile node, in the order of their persistence ids.</summary>
    /// <param name="after">Start behind this persistence id; empty: at the beginning.</param>
    /// <param name="limit">At most so many.</param>
    IReadOnlyList<StoredBinding> Newest(string after, int limit);

    StoredBinding? Newest(Ipv6Address homeAddress);

    /// <summary>Removes rows with an order number above <paramref name="from"/> that newer rows replaced.</summary>
    /// <returns>Up to which order number it got, and how many rows are gone.</returns>
    (long Upto, int Removed) RemoveReplaced(long from, int batch);

    /// <exception cref="System.Data.Common.DbException">The store does not answer.</exception>
    void Probe();
}

/// <param name="Version">Sequence number of the row: the version of the tunnel that follows from it.</param>
/// <param name="State">Null: the row cannot be read.</param>
public sealed record StoredBinding(string PersistenceId, long Version, BindingCacheEntryState? State);
