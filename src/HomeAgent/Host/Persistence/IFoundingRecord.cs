namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Signs of life of the cluster, counted in the store that all of its members share: there is one cluster on one store, and who finds none must not
/// found a second one because the network has cut it off from the others. If that happens all the same, because those others could not reach the store
/// while it could, the signs of the older cluster are refused from then on.
/// </summary>
public interface IFoundingRecord
{
    Task<ClusterSigns> ReadAsync(CancellationToken cancellation);

    /// <summary>The right to found a cluster, for whoever asks first.</summary>
    /// <param name="count">As it was read; when it has changed somebody else was faster, or a cluster lives.</param>
    /// <returns>The founding; null: no.</returns>
    Task<Guid?> TryClaimAsync(long count, CancellationToken cancellation);

    /// <summary>A member gives a sign of life.</summary>
    /// <param name="founding">Of its cluster.</param>
    /// <returns>False: another cluster was founded meanwhile, and its own one must end.</returns>
    Task<bool> BeatAsync(Guid founding, CancellationToken cancellation);
}
