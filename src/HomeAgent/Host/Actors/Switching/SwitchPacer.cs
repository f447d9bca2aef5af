using Akka.Actor;
using DsMip.HomeAgent.Core.Switching;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors.Switching;

/// <summary>
/// Says when Home Agent Switch messages are sent, one of it in the whole cluster (RFC 5142 7): a sharded entity as binding cache entries are, of an address that no mobile
/// node has. Nothing of it is durable: entities ask again.
/// </summary>
internal sealed class SwitchPacer(SwitchPace<IActorRef> pace, TimeProvider clock) : UntypedActor, IWithTimers
{
    /// <summary>The unspecified address.</summary>
    public static readonly Ipv6Address Place;

    private const string Timer = "next";

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SwitchTurnWanted wanted:
                pace.Ask(wanted.MobileNode, Sender);
                if (!Timers.IsTimerActive(Timer)) Look();
                break;
            case SwitchDue: Look(); break;
            case Stop: Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }

    private void Look()
    {
        var now = clock.GetUtcNow();
        if (pace.TryTake(now, out var who)) who!.Tell(SwitchTurn.Instance);
        if (pace.Due is not { } due) return;
        var pause = due - now;
        Timers.StartSingleTimer(Timer, SwitchDue.Instance, pause > TimeSpan.Zero ? pause : TimeSpan.FromMilliseconds(1));
    }
}
