using Akka.Actor;
using DsMip.HomeAgent.Core.Switching;

namespace DsMip.HomeAgent.Actors.Switching;

/// <summary>A switch in progress at its entity. Not thread-safe.</summary>
internal sealed class SwitchRun(SwitchState state, IScheduler scheduler, IActorRef entity, DateTimeOffset now)
{
    private ICancelable? _wake;

    public SwitchState State => state;

    public SwitchRetransmission Retransmission { get; } = new(state, now);

    public void WakeAfter(TimeSpan pause)
    {
        _wake?.Cancel();
        var rounded = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, pause.TotalMilliseconds)) + 1);
        _wake = scheduler.ScheduleTellOnceCancelable(rounded, entity, SwitchDue.Instance, entity);
    }

    public void End() => _wake?.Cancel();
}
