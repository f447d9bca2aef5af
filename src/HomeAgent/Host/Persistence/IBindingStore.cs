using System.Data.Common;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>The journal read from outside of the entities: by edges, at start, and by administrators.</summary>
/// <exception cref="DbException">From every member: the store does not answer.</exception>
public interface IBindingStore
{
    /// <summary>The newest state of every mobile node, in the order of their persistence ids.</summary>
    /// <param name="after">Start behind this persistence id; empty: at the beginning.</param>
    /// <param name="limit">At most so many.</param>
    IReadOnlyList<StoredBinding> Newest(string after, int limit);

    StoredBinding? Newest(Ipv6Address homeAddress);

    /// <summary>The newest state of every mobile node, in any order, as fast as the store can tell it. States of one moment.</summary>
    IAsyncEnumerable<StoredBinding> NewestAsync(CancellationToken cancellation);

    /// <summary>
    /// Where the journal is now. Who takes it before <see cref="NewestAsync"/> and passes it to <see cref="ChangedSinceAsync"/> later misses nothing,
    /// whatever is being written meanwhile.
    /// </summary>
    Task<JournalPosition> PositionAsync(CancellationToken cancellation);

    /// <summary>
    /// The newest state of every mobile node that changed after a position, in any order. Some that were there at that position already may be
    /// among them: their versions tell. To go on from there, take a new position before this call.
    /// </summary>
    IAsyncEnumerable<StoredBinding> ChangedSinceAsync(JournalPosition since, CancellationToken cancellation);

    /// <summary>
    /// Removes some rows that newer ones replaced. In a cluster one node does it at a time; the others are told that there is nothing to do.
    /// </summary>
    /// <param name="batch">How many new rows are looked at, at most.</param>
    /// <param name="before">Only rows that were written before, by the clocks of their writers, replace others by now.</param>
    Task<Sweep> RemoveReplacedAsync(int batch, DateTimeOffset before, CancellationToken cancellation);

    Task ProbeAsync(CancellationToken cancellation);
}

/// <summary>A place in the journal; what it means is the store's business. Good for the same database only, and not for a restored copy of it.</summary>
public readonly record struct JournalPosition(long Value);

/// <param name="Removed">Rows that are gone.</param>
/// <param name="More">Rows were looked at: there may be more.</param>
public readonly record struct Sweep(int Removed, bool More);

/// <param name="Version">Sequence number of the row: the version of the tunnel that follows from it.</param>
/// <param name="State">Null: the row cannot be read.</param>
public sealed record StoredBinding(string PersistenceId, long Version, BindingCacheEntryState? State)
{
    /// <param name="message">As the journal holds it.</param>
    public static StoredBinding Decode(string persistenceId, long version, byte[] message) => new(persistenceId, version, Decode(message));

    private static BindingCacheEntryState? Decode(byte[] message)
    {
        try
        {
            return BindingCacheEntrySerializer.FromBytes(message);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
