using Akka.Actor;

namespace DsMip.HomeAgent.Actors;

/// <summary>One time at which an entity looks at something again. Not thread-safe.</summary>
/// <param name="message">What it is told then.</param>
internal sealed class WakeUp(IScheduler scheduler, IActorRef entity, object message)
{
    private ICancelable? _pending;

    /// <summary>In place of the time that was set before.</summary>
    public void After(TimeSpan pause)
    {
        Cancel();
        // Rounded up: a timer of 10 ms that is early would have to be set once more.
        var rounded = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, pause.TotalMilliseconds)) + 1);
        _pending = scheduler.ScheduleTellOnceCancelable(rounded, entity, message, entity);
    }

    public void Cancel() => _pending?.Cancel();
}
