using Akka.Actor;
using Akka.Cluster.Sharding;
using DsMip.HomeAgent.Actors.Switching;
using DsMip.HomeAgent.Core.Switching;
using DsMip.HomeAgent.Persistence;
using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// The mobile node is to turn to another home agent (RFC 5142 5). That is durable with the binding, and whoever holds the binding next goes on. When a message leaves is said by
/// <see cref="SwitchPacer"/>.
/// </summary>
public sealed partial class BindingCacheEntryActor
{
    /// <summary>A turn comes later only if a great many wait, or whoever gives them has moved: then it is asked for again, and keeps its place in the first case.</summary>
    private static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(60);

    private SwitchRun? _switch;

    // Without IPsec, or without encryption, nobody is told (RFC 5142 10). Keys that IKE has made encrypt.
    private bool IsConfidential => _mobileNode is { Ike: not null } || _mobileNode?.Keys?.BindingAcknowledgement.Parameters.Suite is { } suite && suite != EspSuite.NullHmacSha256;

    private void Switch(SwitchHomeAgent request)
    {
        FollowDirectory();
        var outcome = Outcome(request);
        if (!_isUnderWay)
        {
            Sender.Tell(new SwitchAnswer(_home, outcome));
            if (_entry is null) Context.Parent.Tell(new Passivate(Stop.Instance));
            return;
        }
        var (asker, state) = (Sender, request.Within is { } within ? new SwitchState(_node.Clock.GetUtcNow() + within) : null);
        Persist(new BindingCacheEntryState(_home, _entry! with { Switch = state }, EspToPersist(null)), durable =>
        {
            EndUpdate();
            // The tunnel is as it was.
            Apply(durable);
            SwitchIsDue();
            asker.Tell(new SwitchAnswer(_home, outcome));
        });
    }

    /// <summary>If something is to be made durable, there is room for it.</summary>
    private SwitchOutcome Outcome(SwitchHomeAgent request)
    {
        if (!BindingSwitch.IsPossible(_entry, _node.Clock.GetUtcNow())) return SwitchOutcome.NoBinding;
        if (request.Within is not null && !IsConfidential) return SwitchOutcome.Unprotected;
        if (request.Within is null && _entry!.Switch is null) return SwitchOutcome.Withdrawn;
        if (!TryBeginUpdate()) return SwitchOutcome.Unavailable;
        return request.Within is null ? SwitchOutcome.Withdrawn : SwitchOutcome.Begun;
    }

    private void SwitchIsDue()
    {
        if (BindingSwitch.InProgress(_entry) is not { } state) return;
        var now = _node.Clock.GetUtcNow();
        if (_switch?.State != state)
        {
            _switch?.End();
            _switch = new SwitchRun(state, Context.System.Scheduler, Self, now);
        }
        if (_switch.Retransmission.Due > now)
        {
            _switch.WakeAfter(_switch.Retransmission.Due - now);
            return;
        }
        _node.Entities?.TryTell(new SwitchTurnWanted(_home), Self);
        _switch.WakeAfter(TurnPatience);
    }

    /// <summary>Durable before it leaves: it may be the first one under keys that have changed, or of this life of the entity, and there are many of them.</summary>
    private void HasTurn()
    {
        FollowDirectory();
        if (_switch is not { } run || run.Retransmission.Due > _node.Clock.GetUtcNow() || !IsConfidential) return;
        if (!TryBeginUpdate())
        {
            run.WakeAfter(RoomPause);
            return;
        }
        Persist(new BindingCacheEntryState(_home, _entry, EspToPersist(null)), durable =>
        {
            EndUpdate();
            Apply(durable);
            TellOfOthers(run);
        });
    }

    private void TellOfOthers(SwitchRun run)
    {
        var now = _node.Clock.GetUtcNow();
        var message = BindingSwitch.Message(_entry!, _node.OtherHomeAgents(now), _node.Options.HomeAgentAddress, Random.Shared, now);
        if (TryTell(message, run.Retransmission.IsRepetition)) _node.Metrics.SwitchTold();
        run.Retransmission.Sent(now);
        run.WakeAfter(run.Retransmission.Due - now);
    }

    /// <summary>The binding has changed: it may be over.</summary>
    private void FollowSwitch()
    {
        if (_switch is null || BindingSwitch.InProgress(_entry) is not null) return;
        EndSwitch(_entry is null ? SwitchEnd.Expired : _entry.Deregistered ? SwitchEnd.Deregistered : SwitchEnd.Withdrawn);
    }

    private void EndSwitch(SwitchEnd end)
    {
        _switch?.End();
        _switch = null;
        _node.Metrics.Switched(end);
        SwitchEnded(_log, _home, end);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "switch of {HomeAddress} to another home agent: {End}")]
    private static partial void SwitchEnded(ILogger log, Ipv6Address homeAddress, SwitchEnd end);
}
