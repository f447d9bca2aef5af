using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using DsMip.HomeAgent.Actors.Revocation;
using DsMip.HomeAgent.Actors.Switching;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Core.Revocation;
using DsMip.HomeAgent.Core.Switching;
using DsMip.HomeAgent.Events;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Telemetry;
using DsMip.HomeAgent.Tracing;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// The binding of one mobile node, the only place where it is decided. Every decision goes the same way: journal, then state, then tunnel,
/// then acknowledgement. Nothing leaves before it is durable.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "an actor is disposed of in PostStop")]
public sealed partial class BindingCacheEntryActor : UntypedPersistentActor, IWithUnboundedStash
{
    /// <summary>A frame older than that is dropped: its sender has sent another one meanwhile (RFC 6275 11.8).</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly HomeAgentNode _node;
    private readonly Ipv6Address _home;
    private readonly ILogger _log;
    private readonly HeldLeases _leases;
    private readonly HomeAddressProbe _probe;
    private readonly NameUpdating _names;
    private MobileNodeOptions? _mobileNode;
    private long _revision;
    private BindingCacheEntry? _entry;
    private EspState _esp;
    private bool _hasState;
    private bool _isUnderWay;

    public BindingCacheEntryActor(HomeAgentNode node, Ipv6Address homeAddress, ILogger log)
    {
        _node = node;
        _home = homeAddress;
        _log = log;
        _leases = new HeldLeases(node, homeAddress, LongestWait);
        _probe = new HomeAddressProbe(node);
        _names = new NameUpdating(node);
        _delivery = node.Prefixes is { Options.Enabled: true } prefixes ? prefixes.NewDelivery() : null;
        _prefixRevision = node.Prefixes?.Table.Revision ?? 0;
        _revision = node.Directory.RevisionOf(homeAddress);
        node.Directory.TryFind(homeAddress, out _mobileNode);
    }

    public override string PersistenceId => Persistence.PersistenceId.Of(_home);

    public override Recovery Recovery => new(SnapshotSelectionCriteria.None);

    protected override void OnRecover(object message)
    {
        if (message is BindingCacheEntryState state) (_entry, _esp, _hasState) = (state.Entry, state.Esp, true);
        else if (message is RecoveryCompleted) Recovered();
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case ISignallingFrame frame: Receive(frame); break;
            case LifetimeEnded: CheckLifetime(); break;
            case ClaimNumbers: Claim(); break;
            case AdvertisementDue: AdvertisementIsDue(); break;
            case RevokeBinding request: Revoke(request); break;
            case RevocationDue: RevocationIsDue(); break;
            case SwitchHomeAgent request: Switch(request); break;
            case SwitchTurn: HasTurn(); break;
            case SwitchDue: SwitchIsDue(); break;
            case Stop: End(); break;
            case RestIfIdle: RestUnlessSpokenTo(); break;
            case TryJournal: PersistNothing(); break;
            default: Unhandled(message); break;
        }
    }

    /// <summary>Its shard moves, most likely: what is in progress goes on there, and not when somebody speaks to it at some time.</summary>
    private void End()
    {
        if (InterruptedEntities.IsInterrupted(_entry)) _node.Entities?.TryTell(new LifetimeEnded(_home), ActorRefs.Nobody);
        Context.Stop(Self);
    }

    protected override void PostStop()
    {
        // Nobody will use what was leased for a decision that did not come to be.
        _leases.ReleaseUnused(_entry);
        EndUpdate();
        EndTrace("the entity was stopped");
        EndRevocation(RevocationOutcome.Unavailable);
        _switch?.End();
        _ipsec?.Dispose();
    }

    /// <summary>No acknowledgement, no changed state: the entity ends here, and the next frame starts it again from the journal.</summary>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        _node.Metrics.PersistenceFailed();
        EndTrace("the binding is not durable");
        NotDurable(_log, _home, cause.Message.ReplaceLineEndings(" "));
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        OnPersistFailure(cause, @event, sequenceNr);
        Context.Stop(Self);
    }

    private void Recovered()
    {
        if (LastSequenceNr > 0 && !_hasState)
        {
            // What was the newest row when Akka asked for the highest number has been replaced and removed since: another entity writes.
            NotRecovered(_log, _home, "its newest event was replaced meanwhile");
            Context.Stop(Self);
            return;
        }
        OpenIpsec();
        _node.Awake.Add(Self, _node.Clock.GetUtcNow());
        if (_leases.AreUsedBy(_entry))
        {
            _leases.FindAsync(_entry!).PipeTo(Self, failure: LeaseAnswer.Failed);
            Await<LeaseAnswer>(ReviseWith);
        }
        else
        {
            Revise(default);
        }
    }

    private void ReviseWith(LeaseAnswer answer)
    {
        if (answer.Failure is not { } failure)
        {
            Revise(answer.Leased);
            return;
        }
        // Whether the address is still this node's cannot be told: the next frame starts the entity again.
        NotRecovered(_log, _home, failure);
        Context.Stop(Self);
    }

    /// <summary>Everything else waits until the answer is there.</summary>
    private void Await<TAnswer>(Action<TAnswer> next) => BecomeStacked(message =>
    {
        if (message is not TAnswer answer)
        {
            Stash.Stash();
            return;
        }
        UnbecomeStacked();
        Stash.UnstashAll();
        next(answer);
    });

    private void Revise(LeasedHome leased)
    {
        if (_entry is not { } stored) return;
        _entry = BindingRevision.Revise(stored, _node.Options, _node.Directory, leased);
        if (_entry is null) Forget(stored);
        else WatchLifetime(_entry = WithinPrefix(_entry));
        if (BindingRevocation.InProgress(_entry) is not null) Self.Tell(RevocationDue.Instance);
        if (BindingSwitch.InProgress(_entry) is not null) Self.Tell(SwitchDue.Instance);
    }

    private void Receive(ISignallingFrame frame)
    {
        FollowDirectory();
        _isSpokenTo = true;
        BeginTrace(frame);
        if (_node.Clock.GetUtcNow() - frame.Since > LongestWait) Drop(frame, DropReason.StaleMessage);
        else if (_mobileNode is null) Drop(frame, DropReason.UnknownHomeAddress);
        else if (IsFenced(frame, out var claim)) Refuse(frame, claim);
        // Before IPsec: what is shed uses up no sequence number, and the mobile node's next one is welcome.
        else if (!TryBeginUpdate()) Drop(frame, DropReason.QueueFull);
        else if (Open(frame, out var pending, out var solicitation, out var revoked, out var way) is var why && why != DropReason.None) Drop(frame, why);
        else if (revoked is not null) RevocationAcknowledged(frame, revoked);
        else if (solicitation is not null) Solicited(frame, solicitation, way);
        else if (_leases.Take(pending!.Update, _mobileNode, LeasesInUse()) is { } answer) DecideWith(answer, pending);
        else Decide(pending, new LeaseAnswer(LeasesInUse()));
    }

    /// <summary>Req 4 of the draft: IPsec gives back the message and our tag, and the tag gives back the way it came.</summary>
    private DropReason Open(
        ISignallingFrame frame, out PendingUpdate? pending, out MobilePrefixSolicitation? solicitation, out BindingRevocationAcknowledgement? revoked,
        out Ingress ingress)
    {
        (pending, solicitation, revoked, ingress) = (null, null, null, frame.Ingress);
        var (clear, numbers) = (frame.Bytes, default(KernelNumbers?));
        if (frame is OpenedFrame opened && _ipsec is null) numbers = opened.Numbers;
        else if (Unseal(frame, out clear, out ingress) is var refusal && refusal != DropReason.None) return refusal;
        if (_node.Packets is { IsOn: true } traced) traced.Signalling(_home, PacketPlace.Opened, clear!);
        if (_ipsec is not null && SignallingPackets.TryReadSolicitation(clear, out solicitation))
        {
            _edge = Sender;
            return DropReason.None;
        }
        if (!SignallingPackets.TryRead(clear, out var update, out revoked, out var why)) return why;
        _edge = Sender;
        if (update is null) return DropReason.None;
        _trace?.Opened(update);
        pending = new PendingUpdate(update, ingress, Sender, frame.Received, numbers, frame.Since, _trace?.Context ?? frame.Trace);
        return DropReason.None;
    }

    /// <summary>What the binding in force has: it stays leased as long as the binding uses it.</summary>
    private LeasedHome LeasesInUse() => _entry is { } entry && entry.Expires > _node.Clock.GetUtcNow() ? BindingRevision.LeasesOf(entry) : default;

    private void DecideWith(Task<LeaseAnswer> leases, PendingUpdate pending)
    {
        _trace?.Step(Traces.Lease);
        leases.PipeTo(Self, failure: LeaseAnswer.Failed);
        Await<LeaseAnswer>(answer => Decide(pending, answer));
    }

    private void Decide(PendingUpdate pending, LeaseAnswer leases)
    {
        _trace?.Step(Traces.Decide);
        var now = _node.Clock.GetUtcNow();
        var policy = Policies.Of(_node.Options, _mobileNode!, leases, PrefixInForce) with
        {
            IsHomeAgent = _node.Prefixes?.Table.Prefixes.AreValid(now) ?? true, Uniqueness = _probe.KnownFor(pending), NameUpdated = _names.KnownFor(pending),
        };
        var decision = BindingUpdateProcessing.Process(_entry, pending.Update, pending.Ingress, _home, policy, now);
        if (_probe.IsOpen(_entry, decision, pending, now))
        {
            _trace?.Step(Traces.Probe);
            AskFirst(_probe.AskAsync(decision.Entry!.HomeAddresses), _probe.Found, pending, leases);
            return;
        }
        if (decision.NameUpdate is { } update)
        {
            _trace?.Step(Traces.NameUpdate);
            AskFirst(_names.DoAsync(update), status => _names.Ended(pending, status), pending, leases);
            return;
        }
        // Also when the binding stays as it was: a kill must not forget that this ESP number is used up. A copy of a refused Binding Update, sent
        // from elsewhere, may well be accepted, with the sender of the copy for a NAT.
        var state = new BindingCacheEntryState(_home, decision.Entry, EspToPersist(pending.Numbers));
        _trace?.Step(Traces.Persist);
        Persist(state, durable =>
        {
            EndUpdate();
            var changed = Apply(durable);
            if (decision.Acknowledgement is { IsAccepted: true })
            {
                ScheduleAdvertisement();
                _node.Sources?.Registered(_entry);
            }
            Cross();
            if (!TryAnswer(pending, decision) && changed is not null) _node.Edges.Tell(changed);
        });
    }

    /// <param name="numbers">Of the kernel that has opened a frame.</param>
    private EspState EspToPersist(KernelNumbers? numbers) =>
        (_ipsec?.StateToPersist() ?? numbers?.Reserve(_esp, SignallingIpsec.Block) ?? _esp) with { Claim = _esp.Claim };

    /// <summary>Somebody else's answer is needed for the decision, which is made again with it.</summary>
    private void AskFirst<TAnswer>(Task<TAnswer> question, Action<TAnswer> note, PendingUpdate pending, LeaseAnswer leases)
    {
        // The journal has nothing to do meanwhile.
        EndUpdate();
        question.PipeTo(Self, success: answer => new Answer<TAnswer>(answer));
        Await<Answer<TAnswer>>(answer =>
        {
            note(answer.Value);
            if (TryBeginUpdate())
            {
                Decide(pending, leases);
                return;
            }
            _leases.ReleaseUnused(_entry);
            Drop(pending.Edge, pending.Ingress, pending.Received, DropReason.QueueFull);
        });
    }

    /// <returns>What edges have to know of it; null: nothing.</returns>
    private TunnelChanged? Apply(BindingCacheEntryState state)
    {
        var before = _entry;
        (_entry, _esp) = (state.Entry, state.Esp);
        _ipsec?.Persisted(_esp);
        _leases.ReleaseUnused(_entry);
        if (_entry is null || ReferenceEquals(_entry, before)) return null;
        WatchLifetime(_entry);
        FollowSwitch();
        Tell(before, _entry);
        return TunnelOf(_entry);
    }

    private void Tell(BindingCacheEntry? before, BindingCacheEntry after)
    {
        if (_node.Events is { IsWatched: true } events && BindingEvents.Of(before, after, _node.Clock.GetUtcNow()) is { } what) events.Publish(what);
    }

    private TunnelChanged TunnelOf(BindingCacheEntry entry) => new(entry.HomeAddresses, entry.Tunnel, LastSequenceNr, entry.Expires);

    private void WatchLifetime(BindingCacheEntry entry) => _node.Lifetimes.Set(_home, entry.Expires, inForce: !entry.Deregistered);

    /// <summary>What is accepted goes by way of the broadcast: the mobile node is not told before all edges have been.</summary>
    /// <returns>Edges are told of the tunnel with the answer.</returns>
    private bool TryAnswer(PendingUpdate pending, BindingDecision decision)
    {
        if (decision.Acknowledgement is not { } acknowledgement)
        {
            Drop(pending.Edge, pending.Ingress, pending.Received, decision.Why);
            return false;
        }
        _trace?.Step(Traces.Seal);
        var discard = Seal(SignallingPackets.Write(acknowledgement, _node.Options.HomeAgentAddress, _home), out var packet);
        if (packet is null)
        {
            Drop(pending.Edge, pending.Ingress, pending.Received, DropReasons.Of(discard));
            return false;
        }
        var tunnel = acknowledgement.IsAccepted && _entry is not null ? TunnelOf(_entry) : null;
        var answer = new Transmit(_home, _node.Options.Interoperability.WayBack(pending.Ingress), packet, pending.Received, tunnel)
        {
            Grant = GrantOf(pending), Trace = pending.Trace,
        };
        EndTrace(acknowledgement.Status);
        if (tunnel is null) pending.Edge.Tell(answer);
        else _node.Edges.Tell(new Acknowledge(pending.Edge, answer, tunnel) { Push = Traces.Child(Traces.Push, pending.Trace) });
        _node.Metrics.Answered(acknowledgement.Status);
        Answered(_log, _home, acknowledgement.Status, acknowledgement.Sequence.Value, pending.Ingress.Remote, acknowledgement.Lifetime);
        return tunnel is not null;
    }

    /// <summary>For our own address, which no mobile node has: nobody fills the journal with others.</summary>
    private void PersistNothing()
    {
        FollowDirectory();
        if (_home != _node.Options.HomeAgentAddress)
        {
            if (_mobileNode is null) Context.Parent.Tell(new Passivate(Stop.Instance));
            return;
        }
        Persist(new BindingCacheEntryState(_home, null, _esp), _ =>
        {
            Sender.Tell(Tried.Instance);
            Context.Parent.Tell(new Passivate(Stop.Instance));
        });
    }

    private void CheckLifetime()
    {
        FollowDirectory();
        if (_entry is not null && _entry.Expires <= _node.Clock.GetUtcNow()) Forget(_entry);
        if (_entry is null) Context.Parent.Tell(new Passivate(Stop.Instance));
        // The clock was put back meanwhile.
        else WatchLifetime(_entry);
    }

    /// <summary>An ended lifetime needs no event: it follows from the last one and the time.</summary>
    private void Forget(BindingCacheEntry ended)
    {
        _entry = null;
        _node.Lifetimes.Remove(_home);
        CancelAdvertisements();
        EndRevocation(RevocationOutcome.Unacknowledged);
        FollowSwitch();
        if (ended.Deregistered) return;
        _node.Edges.Tell(new TunnelChanged(ended.HomeAddresses, null, LastSequenceNr, ended.Expires));
        _leases.ReleaseUnused(_entry);
        if (_node.Events is { IsWatched: true } events) events.Publish(BindingEvents.Expired(ended, _node.Clock.GetUtcNow()));
        Expired(_log, _home);
    }

    private bool TryBeginUpdate() => _isUnderWay = _node.Updates.TryBegin();

    private void EndUpdate()
    {
        if (_isUnderWay) _node.Updates.End();
        _isUnderWay = false;
    }

    private void Drop(ISignallingFrame frame, DropReason why)
    {
        EndUpdate();
        Drop(Sender, frame.Ingress, frame.Received, why);
    }

    private void Drop(IActorRef edge, in Ingress ingress, DateTimeOffset received, DropReason why)
    {
        EndTrace(why);
        _node.Audit.Dropped(why, _home, ingress.Remote);
        edge.Tell(new FrameDropped(_home, received) { NoRoom = why == DropReason.QueueFull });
    }

    private sealed record Answer<T>(T Value);

    [LoggerMessage(Level = LogLevel.Error, Message = "the lease of {HomeAddress} cannot be looked up: {Reason}")]
    private static partial void NotRecovered(ILogger log, Ipv6Address homeAddress, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "binding of {HomeAddress} is not durable and was not acknowledged: {Reason}")]
    private static partial void NotDurable(ILogger log, Ipv6Address homeAddress, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "answered {HomeAddress} with {Status} to sequence {Sequence} from {Remote}, lifetime {Lifetime}")]
    private static partial void Answered(ILogger log, Ipv6Address homeAddress, BindingStatus status, ushort sequence, IpAddress remote, BindingLifetime lifetime);

    [LoggerMessage(Level = LogLevel.Information, Message = "binding of {HomeAddress} expired")]
    private static partial void Expired(ILogger log, Ipv6Address homeAddress);
}
