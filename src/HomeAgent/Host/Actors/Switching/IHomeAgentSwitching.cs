namespace DsMip.HomeAgent.Actors.Switching;

/// <summary>Sends a mobile node to another home agent for an operator, wherever in the cluster its binding is held.</summary>
public interface IHomeAgentSwitching
{
    /// <summary>Returns when what was asked for is durable.</summary>
    Task<SwitchOutcome> SwitchAsync(SwitchHomeAgent request, CancellationToken cancellation);
}
