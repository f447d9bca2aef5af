using Akka.Actor;
using DsMip.HomeAgent.Core.Switching;

namespace DsMip.HomeAgent.Actors.Switching;

/// <summary>A switch in progress at its entity. Not thread-safe.</summary>
internal sealed class SwitchRun(SwitchState state, IScheduler scheduler, IActorRef entity, DateTimeOffset now)
{
    private readonly WakeUp _wake = new(scheduler, entity, SwitchDue.Instance);

    public SwitchState State => state;

    public SwitchRetransmission Retransmission { get; } = new(state, now);

    public void WakeAfter(TimeSpan pause) => _wake.After(pause);

    public void End() => _wake.Cancel();
}
