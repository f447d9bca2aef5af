using Akka.Actor;

namespace DsMip.HomeAgent.Actors;

/// <summary>What operators ask of entities, by the shard region, or the proxy of it, that this process has.</summary>
internal static class EntityQuestion
{
    /// <returns>Null: there is no cluster at the moment, or no answer within this time.</returns>
    public static async Task<TAnswer?> AskAsync<TAnswer>(this Membership membership, IForHomeAddress question, TimeSpan patience, CancellationToken cancellation)
        where TAnswer : class
    {
        if (membership.Life is not { } life) return null;
        try
        {
            return await life.Region.Ask<TAnswer>(question, patience, cancellation).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
