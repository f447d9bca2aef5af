using DsMip.Configuration;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Actors;

/// <summary>A process without seeds has its store for itself: two that do not know of each other must not serve the same mobile nodes.</summary>
internal static class SoleUse
{
    /// <summary>Whoever lives gives a sign within it. One that was killed is replaced after so long.</summary>
    public static readonly TimeSpan Listening = TimeSpan.FromSeconds(2);

    /// <returns>The founding that is claimed.</returns>
    /// <exception cref="ConfigurationException">Somebody else uses the store.</exception>
    public static async Task<Guid> ClaimAsync(IFoundingRecord record, TimeSpan listening, CancellationToken cancellation)
    {
        var before = await record.ReadAsync(cancellation).ConfigureAwait(false);
        if (before.Count != 0) await Task.Delay(listening, cancellation).ConfigureAwait(false);
        // Which fails if anybody has given a sign meanwhile.
        return await record.TryClaimAsync(before.Count, cancellation).ConfigureAwait(false)
            ?? throw new ConfigurationException(
                "Store:ConnectionString", "another home agent uses this database; give Cluster:Seeds to all that share it, or this one a database of its own");
    }
}
