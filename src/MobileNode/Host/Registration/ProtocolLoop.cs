using System.Threading.Channels;
using DsMip.Configuration;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Control;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Core.Discovery;
using DsMip.MobileNode.Diagnostics;
using DsMip.MobileNode.Network;
using DsMip.MobileNode.Protection;
using DsMip.MobileNode.State;
using DsMip.Wire;

namespace DsMip.MobileNode.Registration;

/// <summary>The protocol module at work: events in, commands out, one reader, and the timer. The data path never waits for it.</summary>
internal sealed class ProtocolLoop(
    ProtocolInbox inbox, MobileNodeOptions options, HomeRegistration registration, CommandExecutor executor, MobilityRouting routing, IProtection protection,
    ReversePathFilter reversePath, RouterMode router, NumberReservation numbers, DropCounters drops, StateLog log, int tunnelInterface,
    RouteOptimization? optimization = null)
{
    /// <summary>The longest sleep: after a suspend the timers of the system have stood still, and so has this one.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(5);

    private readonly ForwardClock _clock = new();
    private readonly PayloadWatch _watch = new();
    private readonly HomeAgentTrial _trial = new(options.HomeAgentPatience);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<LeaveReason> _lost = Channel.CreateBounded<LeaveReason>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _isLost;
    private volatile bool _isHomeAddressLost;

    /// <summary>
    /// A message each time that the home agent was silent for too long, refused us, or told us to go; the next one not before <see cref="HomeAgentKept"/>, or in the last case
    /// <see cref="LeaveWanted"/>. One when it says that the home address is somebody else's.
    /// </summary>
    public ChannelReader<LeaveReason> Lost => _lost.Reader;

    /// <summary>Ends after <see cref="LeaveWanted"/>, when the home agent has acknowledged that there is no binding any more, or does not.</summary>
    public Task Left => _left.Task;

    /// <summary>The home agent has accepted us at some time.</summary>
    public bool WasAccepted => _trial.WasAccepted;

    /// <summary>The home address is somebody else's (status 134).</summary>
    public bool IsHomeAddressLost => _isHomeAddressLost;

    private readonly PrefixDiscovery _prefixes = new(options.HomeAddress, options is { Ipsec: IpsecImplementation.Bits, AcceptUnprotectedSignalling: false }, registration, executor);

    public async Task RunAsync(Func<(long Sent, long Received)> payload, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await WaitAsync(stop).ConfigureAwait(false);
            while (inbox.Reader.TryRead(out var what)) Handle(what);
            var now = _clock.Now;
            routing.RetryRefused();
            protection.Look(now);
            if (executor.WakeAt <= now) executor.Execute(registration.TimerDue(now));
            if (_prefixes.WakeAt <= now) _prefixes.TimerDue(now);
            optimization?.Look(now);
            var (sent, received) = payload();
            if (_watch.IsLost(registration.Status, sent, received, now)) executor.Execute(registration.PayloadLost(now));
            log.Look(registration.Status);
            LookAtTrial(now);
        }
    }

    /// <summary>Tells the home agent that we go.</summary>
    public void Stop() => executor.Execute(registration.Stop(_clock.Now));

    private void LookAtTrial(DateTimeOffset now)
    {
        if (executor.HasLeft) _left.TrySetResult();
        if (_isHomeAddressLost) return;
        if (registration.IsHomeAddressLost)
        {
            _isHomeAddressLost = true;
            _lost.Writer.TryWrite(LeaveReason.Unserved);
            return;
        }
        _trial.Look(registration.State, now);
        if (_isLost) return;
        if (executor.Turn is { } turn) Lose(new LeaveReason(true, [.. turn.HomeAgents], turn.TimeLeft));
        else if (_trial.IsOver(now)) Lose(LeaveReason.Unserved);
    }

    private void Lose(LeaveReason why)
    {
        executor.TurnTaken();
        _isLost = true;
        _lost.Writer.TryWrite(why);
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        var wakeAt = executor.WakeAt < _prefixes.WakeAt ? executor.WakeAt : _prefixes.WakeAt;
        if (optimization is { } routes && routes.WakeAt < wakeAt) wakeAt = routes.WakeAt;
        var sleep = wakeAt - _clock.Now;
        if (sleep <= TimeSpan.Zero) return;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timer.CancelAfter(sleep < LongestSleep ? sleep + TimeSpan.FromMilliseconds(1) : LongestSleep);
        try
        {
            await inbox.Reader.WaitToReadAsync(timer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The time has come, or the end.
        }
    }

    private void Handle(ProtocolEvent what)
    {
        var now = _clock.Now;
        switch (what)
        {
            case NetworkSeen seen: NetworkChanged(seen, now); break;
            case AcknowledgementSeen seen: Acknowledged(seen, now); break;
            case AdvertisementSeen seen:
                numbers.Accepted(seen.EspHighestAccepted);
                _prefixes.Advertised(seen.Message, now);
                break;
            case RevocationSeen seen: Revoked(seen, now); break;
            case BindingErrorSeen:
                inbox.BindingErrorTaken();
                executor.Execute(registration.BindingErrorReceived(now));
                break;
            case NotUnderstoodSeen:
                inbox.NotUnderstoodTaken();
                executor.Execute(registration.MobilityNotUnderstood());
                break;
            case HomeAgentKept: Keep(); break;
            case SwitchSeen seen:
                numbers.Accepted(seen.EspHighestAccepted);
                executor.Execute(registration.SwitchReceived(seen.Message));
                break;
            case LeaveWanted wanted:
                executor.Execute(registration.Leave(wanted.ForGood, now));
                if (!wanted.ForGood) Keep();
                break;
            case ProtectionReadySeen: executor.Execute(registration.ProtectionReady(now)); break;
            case CorrespondentEvent said:
                inbox.CorrespondentTaken();
                optimization?.Handle(said, now);
                break;
            case UnreachableSeen seen: executor.Execute(registration.CareOfAddressUnreachable(seen.CareOf, now)); break;
            case StatusWanted wanted:
                wanted.Answer.TrySetResult(StatusReport.Of(WithWallClock(registration.Status), options.HomeAddress.ToString(), protection.Status, drops.Snapshot()) with { HomeAgent = options.HomeAgentAddress.ToString(), HomePrefixes = _prefixes.Report(now), Correspondents = optimization?.Bound ?? 0 });
                break;
            default: throw new InvalidOperationException($"unknown event {what.GetType().Name}");
        }
    }

    private void Keep()
    {
        _isLost = false;
        _trial.Restart();
    }

    private RegistrationStatus WithWallClock(RegistrationStatus status) => status with { Expires = _clock.ToWall(status.Expires) };

    private void NetworkChanged(NetworkSeen seen, DateTimeOffset now)
    {
        var candidates = CareOfCandidates.Of(seen.Snapshot, options, tunnelInterface);
        var homeLink = candidates.Where(candidate => candidate.AtHome).Select(candidate => (int?)candidate.InterfaceIndex).FirstOrDefault();
        // Before anybody is told of another care-of address: the home agent asks the link whether somebody has the home address.
        routing.LeaveHomeLinkExcept(homeLink);
        executor.Execute(registration.NetworkChanged(candidates, now));
        router.Look(seen.Snapshot, homeLink);
        if (homeLink is { } at && registration.State == RegistrationState.Home) routing.TakeHomeLink(at);
        // After the Binding Update: what follows is for payload.
        foreach (var index in candidates.Where(candidate => candidate.Address.IsIpv4).Select(candidate => candidate.InterfaceIndex).Distinct())
            if (seen.Snapshot.Find(index) is { } link) reversePath.Loosen(link.Name);
        routing.Reconcile(seen.Snapshot);
        executor.LinksChanged(seen.Snapshot);
    }

    private void Revoked(RevocationSeen seen, DateTimeOffset now)
    {
        numbers.Accepted(seen.EspHighestAccepted);
        var commands = registration.RevocationReceived(seen.Message, now);
        if (commands.Count == 0) drops.Count(DropReason.NoBinding);
        executor.Execute(commands);
    }

    private void Acknowledged(AcknowledgementSeen seen, DateTimeOffset now)
    {
        executor.Answered();
        _trial.Answered(seen.Message.Status, registration.State);
        numbers.Accepted(seen.EspHighestAccepted);
        executor.Execute(registration.AcknowledgementReceived(seen.Message, seen.Ingress, now));
        _prefixes.Acknowledged(seen.Message, now);
    }
}
