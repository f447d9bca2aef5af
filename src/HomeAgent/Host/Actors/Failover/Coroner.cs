using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Remote;

namespace DsMip.HomeAgent.Actors.Failover;

/// <summary>
/// One on every control node. Whenever a connection to a member ends it asks that member's machine whether anybody listens there. If not, the member
/// is unreachable from here, and the other control nodes are told; when a majority of them has seen the same, the member is down without more ado.
/// </summary>
public sealed class Coroner : UntypedActor, IWithTimers
{
    public const string Name = "coroner";

    // A process that is killed closes its connections before it stops listening, or the other way round.
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);
    private const int Attempts = 5;

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly DeathCertificates _certificates = new();
    private readonly RefusedPeers _refused = RefusedPeers.Of(Context.System.EventStream);

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe<DisassociatedEvent>(Self);
        Context.System.EventStream.Subscribe<AssociationErrorEvent>(Self);
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.UnreachableMember), typeof(ClusterEvent.MemberRemoved));
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AssociationEvent { RemoteAddress: { } address }: Examine(address, 1); break;
            case ClusterEvent.UnreachableMember { Member: var member }: Examine(member.Address, 1); break;
            case ClusterEvent.MemberRemoved { Member: var member }: Bury(member); break;
            case Examination { Attempt: var attempt, Member: var member }: Examine(member.Address, attempt); break;
            case Examined { IsRefused: true, Member: var member }: Testify(member); break;
            case Examined { Attempt: < Attempts } examined: Timers.StartSingleTimer(examined.Member, new Examination(examined.Member, examined.Attempt + 1), Again * examined.Attempt); break;
            case ConnectionRefused refused: Hear(refused.Member); break;
            default: Unhandled(message); break;
        }
    }

    private void Examine(Address address, int attempt)
    {
        if (Find(address) is not { } member || !IsAlive(member)) return;
        var name = member.UniqueAddress;
        ListenerProbe.IsRefusedAsync(address).PipeTo(Self, success: refused => new Examined(name, refused, attempt));
    }

    private void Testify(UniqueAddress dead)
    {
        // It has been replaced or removed meanwhile.
        if (Find(dead.Address) is not { } member || !member.UniqueAddress.Equals(dead) || !IsAlive(member)) return;
        _refused.Add(dead.Address.ToString());
        var testimony = new ConnectionRefused(dead);
        foreach (var other in Control().Where(other => !other.Equals(_cluster.SelfUniqueAddress) && !other.Equals(dead)))
            Context.ActorSelection(new RootActorPath(other.Address) / "user" / Name).Tell(testimony);
        Consider(dead, _cluster.SelfUniqueAddress);
    }

    /// <summary>A witness is who speaks: nobody testifies for others.</summary>
    private void Hear(UniqueAddress dead)
    {
        if (Find(Sender.Path.Address) is { } witness) Consider(dead, witness.UniqueAddress);
        // What we saw ourselves, if anything, no longer counts: look once more.
        if (!_certificates.Holds(dead, _cluster.SelfUniqueAddress, Now)) Examine(dead.Address, Attempts);
    }

    private void Consider(UniqueAddress dead, UniqueAddress witness)
    {
        if (Find(dead.Address) is not { } member || !member.UniqueAddress.Equals(dead) || !IsAlive(member)) return;
        if (_certificates.Add(dead, witness, Control(), Now)) _cluster.Down(dead.Address);
    }

    private void Bury(Member member)
    {
        _certificates.Withdraw(member.UniqueAddress);
        _refused.Remove(member.Address.ToString());
    }

    /// <summary>Who is exiting has said so, and ends in order.</summary>
    private static bool IsAlive(Member member) => member.Status is not (MemberStatus.Down or MemberStatus.Exiting or MemberStatus.Removed);

    private Member? Find(Address address) =>
        address == _cluster.SelfAddress ? null : _cluster.State.Members.FirstOrDefault(member => member.Address == address);

    private HashSet<UniqueAddress> Control() => [.. _cluster.State.Members
        .Where(member => member.HasRole(ClusterConfiguration.ControlRole) && member.Status is MemberStatus.Up or MemberStatus.Leaving)
        .Select(member => member.UniqueAddress)];

    private sealed record Examination(UniqueAddress Member, int Attempt);

    private sealed record Examined(UniqueAddress Member, bool IsRefused, int Attempt);
}
