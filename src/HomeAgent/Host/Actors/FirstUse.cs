using Akka.Actor;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// Takes one event through region, shard, entity and journal before the node says that it is ready. What is used for the first time is
/// compiled, connected and allocated then, and on a busy machine that takes longer than a mobile node waits for its acknowledgement.
/// </summary>
public sealed class FirstUse(HomeAgentOptions options, Membership membership) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);
    private volatile bool _isDone;

    public bool IsDone => _isDone;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_isDone && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (membership.Life is { } life) _isDone = await TryAsync(life.Region, stoppingToken).ConfigureAwait(false);
                else await Task.Delay(Again, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <returns>False: the shard region or the journal is not there yet.</returns>
    private async Task<bool> TryAsync(IActorRef entities, CancellationToken cancellation)
    {
        try
        {
            // No mobile node has this address, so no binding is touched.
            await entities.Ask<Tried>(new TryJournal(options.HomeAgentAddress), Patience, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }
}

/// <summary>To the entity of the home agent's own address, which no mobile node has: persist an empty state. Answered with <see cref="Tried"/>.</summary>
public sealed record TryJournal(Ipv6Address HomeAddress) : IForHomeAddress;

public sealed record Tried
{
    public static readonly Tried Instance = new();
}
