using System.Data.Common;
using DsMip.HomeAgent.Core.Switching;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Actors.Switching;

/// <summary>
/// Goes through all mobile nodes for <see cref="SwitchesOfAll"/>, in the control node that leads. How far it has come is in the store: who leads next goes on there, and
/// those that its predecessor has asked last are asked twice, which changes nothing.
/// </summary>
public sealed partial class SwitchOfAllRunner(
    ISwitchOfAllStore store, IBindingStore bindings, IHomeAgentSwitching switching, Membership membership, TimeProvider clock, ILogger<SwitchOfAllRunner> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await LookAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (DbException e)
            {
                // The next second, from where it was.
                Waits(log, e.Message.ReplaceLineEndings(" "));
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        if (!IsLeader || await store.ReadAsync(cancellation).ConfigureAwait(false) is not { IsRunning: true } run) return;
        if (await new SwitchOfAllPass(store, bindings, switching, clock).RunAsync(run, () => IsLeader, cancellation).ConfigureAwait(false) is not { IsRunning: false } end) return;
        Ended(log, end.Number, end.State, end.Tally);
    }

    private bool IsLeader => membership.Life is { } life && life.Cluster.State.RoleLeader(ClusterConfiguration.ControlRole) == life.Cluster.SelfAddress;

    [LoggerMessage(Level = LogLevel.Information, Message = "switch {Number} of all mobile nodes: {State}, {Tally}")]
    private static partial void Ended(ILogger log, long number, SwitchOfAllState state, SwitchTally tally);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the switch of all mobile nodes waits: {Reason}")]
    private static partial void Waits(ILogger log, string reason);
}
