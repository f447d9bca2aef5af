using System.Data.Common;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// The table of provisioned mobile nodes. Its revision grows with every change, and whoever reads what is newer than the revision that it knows
/// misses nothing: changes are made one after the other.
/// </summary>
/// <exception cref="DbException">From every member: the store does not answer.</exception>
public interface IMobileNodeStore
{
    Task<long> RevisionAsync(CancellationToken cancellation);

    /// <summary>A text sealed with the key of the table; null: nothing was ever sealed.</summary>
    Task<byte[]?> SealedWitnessAsync(CancellationToken cancellation);

    /// <summary>Rows with a higher revision, those of removed mobile nodes included.</summary>
    /// <param name="revision">0: everything.</param>
    IAsyncEnumerable<StoredMobileNode> NewerAsync(long revision, CancellationToken cancellation);

    /// <returns>Null: there is none, or it was removed.</returns>
    Task<StoredMobileNode?> FindAsync(Ipv6Address homeAddress, CancellationToken cancellation);

    /// <summary>Those that were not removed, in the order of their home addresses as text.</summary>
    /// <param name="after">Start behind this home address; empty: at the beginning.</param>
    /// <param name="limit">At most so many.</param>
    Task<IReadOnlyList<StoredMobileNode>> PageAsync(string after, int limit, CancellationToken cancellation);

    /// <summary>Changes the table, all or nothing. Nobody else changes it meanwhile, on whatever node.</summary>
    /// <param name="witness">Kept if there is none yet.</param>
    /// <param name="change">From rows to those to write; their revision is set. Called once; what it throws ends the change.</param>
    /// <param name="only">Which rows it is given; null: all.</param>
    /// <returns>The revision of the table then.</returns>
    Task<long> ChangeAsync(
        byte[] witness, Func<IReadOnlyList<StoredMobileNode>, IReadOnlyList<StoredMobileNode>> change, CancellationToken cancellation, MobileNodeClaim? only = null);
}

/// <summary>Rows that have any of these: one mobile node's, and those that it cannot share them with.</summary>
/// <param name="Spi">Of its Binding Updates; 0: none.</param>
public sealed record MobileNodeClaim(Ipv6Address HomeAddress, Ipv4Address? Ipv4HomeAddress = null, uint Spi = 0);

/// <param name="Spi">Of its Binding Updates; unique.</param>
/// <param name="Sealed">Its keys; null: the mobile node was removed.</param>
public sealed record StoredMobileNode(Ipv6Address HomeAddress, Ipv4Address? Ipv4HomeAddress, uint Spi, byte[]? Sealed, long Revision);
