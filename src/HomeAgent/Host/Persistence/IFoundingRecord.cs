namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Signs of life of the cluster, counted in the store that all of its members share: there is one cluster on one store, and who finds none must not
/// found a second one because the network has cut it off from the others.
/// </summary>
public interface IFoundingRecord
{
    /// <summary>0: there has never been a cluster.</summary>
    Task<long> ReadAsync(CancellationToken cancellation);

    /// <summary>The right to found a cluster, for whoever asks first.</summary>
    /// <param name="count">As it was read; when it has changed somebody else was faster, or a cluster lives.</param>
    Task<bool> TryClaimAsync(long count, CancellationToken cancellation);

    /// <summary>A member gives a sign of life.</summary>
    Task BeatAsync(CancellationToken cancellation);
}
