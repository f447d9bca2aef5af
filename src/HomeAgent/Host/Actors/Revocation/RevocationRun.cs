using Akka.Actor;
using DsMip.HomeAgent.Core.Revocation;

namespace DsMip.HomeAgent.Actors.Revocation;

/// <summary>A revocation in progress at its entity: who waits for its end, and when to look at it again. Not thread-safe.</summary>
internal sealed class RevocationRun(IScheduler scheduler, IActorRef entity)
{
    private readonly List<IActorRef> _askers = [];
    private ICancelable? _wake;

    /// <summary>Null: it is not durable yet.</summary>
    public RevocationRetransmission? Current { get; private set; }

    public void Add(IActorRef asker) => _askers.Add(asker);

    public void Start(RevocationRetransmission retransmission) => Current = retransmission;

    public void WakeAfter(TimeSpan pause)
    {
        _wake?.Cancel();
        // Rounded up: a timer of 10 ms that is early would have to be set once more.
        var rounded = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, pause.TotalMilliseconds)) + 1);
        _wake = scheduler.ScheduleTellOnceCancelable(rounded, entity, RevocationDue.Instance, entity);
    }

    /// <summary>Nobody waits any longer.</summary>
    public void End(BindingRevoked result)
    {
        _wake?.Cancel();
        foreach (var asker in _askers) asker.Tell(result, entity);
    }
}

/// <summary>Entity to itself: look at the revocation.</summary>
internal sealed record RevocationDue
{
    public static readonly RevocationDue Instance = new();
}
