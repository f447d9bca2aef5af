using System.Data.Common;

namespace DsMip.HomeAgent.Persistence;

/// <summary>The newest rows of entities that are about to start.</summary>
internal interface INewestRows
{
    /// <summary>In any order; entities without a row are left out. A row that is not the newest state of a binding comes without state.</summary>
    /// <exception cref="DbException">The store does not answer.</exception>
    Task<IReadOnlyList<StoredBinding>> NewestOfAsync(string[] persistenceIds, CancellationToken cancellation);
}
