using Akka.Actor;
using DsMip.HomeAgent.Core.Revocation;

namespace DsMip.HomeAgent.Actors.Revocation;

/// <summary>A revocation in progress at its entity: who waits for its end, and when to look at it again. Not thread-safe.</summary>
internal sealed class RevocationRun(IScheduler scheduler, IActorRef entity)
{
    private readonly List<IActorRef> _askers = [];
    private readonly WakeUp _wake = new(scheduler, entity, RevocationDue.Instance);

    /// <summary>Null: it is not durable yet.</summary>
    public RevocationRetransmission? Current { get; private set; }

    public void Add(IActorRef asker) => _askers.Add(asker);

    public void Start(RevocationRetransmission retransmission) => Current = retransmission;

    public void WakeAfter(TimeSpan pause) => _wake.After(pause);

    /// <summary>Nobody waits any longer.</summary>
    public void End(BindingRevoked result)
    {
        _wake.Cancel();
        foreach (var asker in _askers) asker.Tell(result, entity);
    }
}

/// <summary>Entity to itself: look at the revocation.</summary>
internal sealed record RevocationDue
{
    public static readonly RevocationDue Instance = new();
}
