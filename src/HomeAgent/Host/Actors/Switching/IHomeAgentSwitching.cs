namespace DsMip.HomeAgent.Actors.Switching;

/// <summary>Sends mobile nodes to other home agents for an operator, wherever in the cluster their bindings are held.</summary>
public interface IHomeAgentSwitching
{
    /// <summary>Returns when what was asked for is durable.</summary>
    Task<SwitchOutcome> SwitchAsync(SwitchHomeAgent request, CancellationToken cancellation);

    /// <summary>All mobile nodes that have a binding now: the home agent is to be left by everybody.</summary>
    /// <param name="within">See <see cref="SwitchHomeAgent"/>.</param>
    /// <returns>How many of each outcome. None if there is no cluster.</returns>
    Task<IReadOnlyDictionary<SwitchOutcome, int>> SwitchAllAsync(TimeSpan? within, CancellationToken cancellation);
}
