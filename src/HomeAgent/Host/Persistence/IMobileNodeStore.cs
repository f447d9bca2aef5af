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

    /// <summary>Changes the table, all or nothing. Nobody else changes it meanwhile, on whatever node.</summary>
    /// <param name="witness">Kept if there is none yet.</param>
    /// <param name="change">From all rows to those to write; their revision is set. Called once; what it throws ends the change.</param>
    /// <returns>The revision of the table then.</returns>
    Task<long> ChangeAsync(byte[] witness, Func<IReadOnlyList<StoredMobileNode>, IReadOnlyList<StoredMobileNode>> change, CancellationToken cancellation);
}

/// <param name="Spi">Of its Binding Updates; unique.</param>
/// <param name="Sealed">Its keys; null: the mobile node was removed.</param>
public sealed record StoredMobileNode(Ipv6Address HomeAddress, Ipv4Address? Ipv4HomeAddress, uint Spi, byte[]? Sealed, long Revision);
