namespace DsMip.HomeAgent.Actors.Switching;

/// <summary>Asks the entities by the shard region, or the proxy of it, that this process has.</summary>
public sealed class EntitySwitching(Membership membership) : IHomeAgentSwitching
{
    /// <summary>More than the way to the entity and back, its recovery and its journal take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<SwitchOutcome> SwitchAsync(SwitchHomeAgent request, CancellationToken cancellation) =>
        (await membership.AskAsync<SwitchAnswer>(request, Patience, cancellation).ConfigureAwait(false))?.Outcome ?? SwitchOutcome.Unavailable;
}
