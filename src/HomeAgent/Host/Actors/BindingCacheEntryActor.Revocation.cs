using Akka.Actor;
using Akka.Cluster.Sharding;
using DsMip.HomeAgent.Actors.Revocation;
using DsMip.HomeAgent.Core.Revocation;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Telemetry;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// An operator ends the binding (RFC 5846 6, 7). That it is to end is durable before the mobile node hears of it: whoever holds the binding next goes on.
/// </summary>
public sealed partial class BindingCacheEntryActor
{
    private static readonly TimeSpan RoomPause = TimeSpan.FromSeconds(1);

    private RevocationRun? _revocation;

    private void Revoke(RevokeBinding request)
    {
        FollowDirectory();
        if (!BindingRevocation.IsPossible(_entry, request.Ipv4Only, _node.Clock.GetUtcNow()))
        {
            Sender.Tell(new BindingRevoked(_home, RevocationOutcome.NoBinding));
            if (_entry is null) Context.Parent.Tell(new Passivate(Stop.Instance));
            return;
        }
        var inProgress = BindingRevocation.InProgress(_entry);
        var wanted = BindingRevocation.Requested(inProgress, request.Trigger, request.Ipv4Only, (ushort)Random.Shared.Next(ushort.MaxValue + 1));
        var goesOn = _revocation is not null && wanted == inProgress;
        // As for Binding Updates: whoever asked may ask again.
        if (!goesOn && !TryBeginUpdate())
        {
            Sender.Tell(new BindingRevoked(_home, RevocationOutcome.Unavailable));
            return;
        }
        _revocation ??= NewRun();
        _revocation.Add(Sender);
        if (!goesOn) Begin(_revocation, wanted);
    }

    private RevocationRun NewRun() => new(Context.System.Scheduler, Self);

    private void Begin(RevocationRun run, RevocationState wanted)
    {
        Persist(new BindingCacheEntryState(_home, _entry! with { Revocation = wanted }, EspToPersist(null)), durable =>
        {
            EndUpdate();
            // The tunnel is as it was.
            Apply(durable);
            run.Start(new RevocationRetransmission(wanted, _node.Options.Revocation, _node.Clock.GetUtcNow()));
            RevocationIsDue();
        });
    }

    private void RevocationIsDue()
    {
        // With keys, should the entity be resting.
        FollowDirectory();
        if (BindingRevocation.InProgress(_entry) is not { } inProgress) return;
        var now = _node.Clock.GetUtcNow();
        if (_revocation?.Current is not { } current) Resume(inProgress);
        else if (current.IsUnanswered(now))
        {
            if (TryBeginUpdate()) Complete(RevocationOutcome.Unacknowledged, null, null);
            else _revocation.WakeAfter(RoomPause);
        }
        else
        {
            if (current.TrySend(now)) Indicate(current);
            _revocation.WakeAfter(current.Due - now);
        }
    }

    /// <summary>Another life of this entity has begun it.</summary>
    private void Resume(RevocationState inProgress)
    {
        _revocation ??= NewRun();
        if (TryBeginUpdate()) Begin(_revocation, inProgress);
        else _revocation.WakeAfter(RoomPause);
    }

    private void Indicate(RevocationRetransmission current)
    {
        if (TryTell(BindingRevocation.Indication(_entry!, current.Revocation), current.IsRepetition)) _node.Metrics.RevocationIndicated();
    }

    /// <summary>What the mobile node has not asked for.</summary>
    /// <returns>False: nothing was sent.</returns>
    private bool TryTell(IMobilityMessage message, bool isRepetition)
    {
        var discard = Seal(SignallingPackets.Write(message, _node.Options.HomeAgentAddress, _home), out var packet);
        if (packet is null)
        {
            _node.Metrics.Dropped(DropReasons.Of(discard));
            return false;
        }
        var told = new Transmit(_home, BindingRevocation.Way(_entry!), packet, Transmit.Unasked);
        // The edge of the last frame may be gone by now, and any other does as well: unless the SA is in its kernel.
        if (_edge is not null && (!isRepetition || _node.Options.SharesKernelIpsec)) _edge.Tell(told);
        else if (!_node.Options.SharesKernelIpsec) _node.Edges.Tell(told);
        else return false;
        return true;
    }

    /// <summary>RFC 5846 6.2.2. Whatever the status: it is the home agent that has the bindings, and its operator has spoken.</summary>
    private void RevocationAcknowledged(ISignallingFrame frame, BindingRevocationAcknowledgement acknowledgement)
    {
        if (BindingRevocation.InProgress(_entry) is null || _revocation?.Current?.IsAnsweredBy(acknowledgement) != true)
        {
            Drop(frame, DropReason.UnexpectedMessage);
            return;
        }
        Complete(RevocationOutcome.Acknowledged, acknowledgement.Status, frame);
    }

    /// <param name="frame">The answer; null: there is none.</param>
    private void Complete(RevocationOutcome outcome, RevocationStatus? status, ISignallingFrame? frame)
    {
        var (edge, ended) = (Sender, BindingRevocation.Complete(_entry!, _node.Clock.GetUtcNow()));
        _trace?.Step(Traces.Persist);
        Persist(new BindingCacheEntryState(_home, ended, EspToPersist((frame as OpenedFrame)?.Numbers)), durable =>
        {
            EndUpdate();
            EndTrace(DropReason.None);
            if (Apply(durable) is { } changed) _node.Edges.Tell(changed);
            ScheduleAdvertisement();
            EndRevocation(outcome, status);
            if (frame is not null) edge.Tell(new FrameDropped(_home, frame.Received));
        });
    }

    /// <summary>A Binding Update was decided while a revocation was in progress.</summary>
    private void Cross()
    {
        if (_revocation?.Current is not { } current) return;
        var crossing = BindingRevocation.Cross(current.Revocation, _entry);
        if (crossing == Crossing.Done) EndRevocation(RevocationOutcome.Acknowledged);
        else if (crossing == Crossing.Superseded) EndRevocation(RevocationOutcome.Superseded);
    }

    private void EndRevocation(RevocationOutcome outcome, RevocationStatus? status = null)
    {
        if (_revocation is not { } run) return;
        _revocation = null;
        run.End(new BindingRevoked(_home, outcome, status));
        _node.Metrics.Revoked(outcome);
        Revoked(_log, _home, outcome, status);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "revocation of {HomeAddress}: {Outcome}, status {Status}")]
    private static partial void Revoked(ILogger log, Ipv6Address homeAddress, RevocationOutcome outcome, RevocationStatus? status);
}
