using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>Receiving Binding Acknowledgements (RFC 6275 11.7.3, RFC 5555 4.4.2).</summary>
public sealed partial class HomeRegistration
{
    /// <summary>Rejections in a row after which even those with a cure wait for the back-off.</summary>
    private const int PromptCures = 3;

    private int _rejections;

    /// <summary>An acknowledgement that IPsec has authenticated.</summary>
    /// <param name="ingress">How it reached us.</param>
    public IReadOnlyList<Command> AcknowledgementReceived(BindingAcknowledgement acknowledgement, in Ingress ingress, DateTimeOffset now)
    {
        if (acknowledgement.Status == BindingStatus.SequenceNumberOutOfWindow) OutOfWindow(acknowledgement.Sequence, now);
        else if (_list.Take(acknowledgement.Sequence) is { } update && update.Path == _target?.Path) Answered(update, acknowledgement, ingress, now);
        return Finish();
    }

    private void Answered(OutstandingBindingUpdate update, BindingAcknowledgement acknowledgement, in Ingress ingress, DateTimeOffset now)
    {
        if (update.Path.AtHome && IsRemoved(acknowledgement))
        {
            _counters.Accepted(update, now);
            Deregistered(update.Path);
        }
        else if (_deregistersFirst && update.Lifetime.IsZero && IsRemoved(acknowledgement)) DeregisteredFirst(now);
        else if (!acknowledgement.IsAccepted || update.Granted(acknowledgement).IsZero) Rejected(update, acknowledgement, now);
        else if (update.AsRouter && !IsServedAsRouter(acknowledgement)) ServedAsHost(now);
        else Accepted(update, acknowledgement, ingress, now);
    }

    private void Accepted(OutstandingBindingUpdate update, BindingAcknowledgement acknowledgement, in Ingress ingress, DateTimeOffset now)
    {
        var option = update.Path.Source.IsIpv4 ? acknowledgement.Options.Find<NatDetectionOption>() : null;
        var entry = new BindingUpdateListEntry(
            settings.HomeAddress, update.Path, update.Sequence, update.Sent, update.Granted(acknowledgement),
            settings.Interoperability.RequiresUdp(option), NatKeepalive.IsNatDetected(option), _router.Forwarded);
        var again = update.AskedForIpv4 && _ipv4.Answered(Ipv4Answers(acknowledgement).FirstOrDefault(answer => !_router.IsAboutNetwork(answer)), _commands);
        if (update.AskedForName) _name.Answered(acknowledgement.Options.Find<DnsUpdateOption>(), _commands);
        _list.Acknowledge(entry, _ipv4.Bound is { } bound ? bound : null);
        _possibleBinding.Accepted();
        _lastAnswer = null;
        (_confirmed, _notUnderstood) = (update.Path, null);
        _selection.Answered(update.Path);
        _retransmission.Clear();
        _rejections = 0;
        _hasSwitched = false;
        _counters.Accepted(update, now);
        _payload.Set(entry, ingress.LocalPort, _commands);
        if (again) Send(now);
        // A later one may have changed what the home agent holds (flag F): its answer is waited for, and its retransmission timer goes on.
        else if (!_list.HasOutstanding) _sendAt = RefreshDue(entry, acknowledgement, now);
    }

    private IEnumerable<Ipv4AddressAcknowledgementOption> Ipv4Answers(BindingAcknowledgement acknowledgement) =>
        settings.Interoperability.Ipv4Acknowledgements(acknowledgement.Options);

    // 133 answers the deregistration of a binding that is not there (RFC 6275 10.3.2).
    private static bool IsRemoved(BindingAcknowledgement acknowledgement) =>
        acknowledgement.IsAccepted || acknowledgement.Status == BindingStatus.NotHomeAgentForThisMobileNode;

    private bool IsServedAsRouter(BindingAcknowledgement acknowledgement) => _router.Accepted(acknowledgement, Ipv4Answers(acknowledgement), _commands);

    /// <summary>RFC 3963 5.3: the home agent serves no mobile routers. What it has bound has to go before anything else is bound.</summary>
    private void ServedAsHost(DateTimeOffset now)
    {
        _router.Refuse(null, _commands);
        _deregistersFirst = true;
        _retransmission.Clear();
        _list.ForgetOutstanding();
        Send(now);
    }

    private void DeregisteredFirst(DateTimeOffset now)
    {
        _deregistersFirst = false;
        _list.Remove();
        _possibleBinding.Removed();
        _retransmission.Clear();
        _list.ForgetOutstanding();
        if (_isLeaving) Left();
        else Send(now);
    }

    // A home address that is not valid any more is bound for a moment now and then, so that the home agent can be asked for a longer lifetime.
    private DateTimeOffset RefreshDue(BindingUpdateListEntry entry, BindingAcknowledgement acknowledgement, DateTimeOffset now) =>
        HomeAddressValidUntil <= now ? now + EndedInterval : BindingRefresh.Due(entry, acknowledgement);

    private void Deregistered(BindingUpdatePath home)
    {
        _list.Remove();
        _list.ForgetOutstanding();
        _ipv4.Forget();
        _retransmission.Clear();
        _possibleBinding.Removed();
        _notUnderstood = null;
        _deregistersFirst = false;
        _sendAt = null;
        _payload.ReturnHome(home, _commands);
        _commands.Add(new AnnounceHomeAddresses(home.InterfaceIndex));
    }

    private void OutOfWindow(SequenceNumber lastAccepted, DateTimeOffset now)
    {
        _list.Adopt(lastAccepted);
        if (!_list.HasOutstanding || ++_rejections > PromptCures) return;
        _retransmission.Clear();
        Send(now);
    }

    private void Rejected(OutstandingBindingUpdate update, BindingAcknowledgement acknowledgement, DateTimeOffset now)
    {
        var path = _target!.Value.Path;
        if (acknowledgement.Status == BindingStatus.DuplicateAddressDetectionFailed)
        {
            // RFC 6275 11.7.1: this home address must not be used again.
            _homeAddressLost = true;
            _sendAt = null;
            _list.Remove();
            _payload.Clear(_commands);
        }
        else if (HasCure(acknowledgement.Status, update, now) && ++_rejections <= PromptCures)
        {
            _retransmission.Remove(path);
            _list.ForgetOutstanding();
            Retarget(now);
            if (_target?.Path == path) Send(now);
        }
        else
        {
            _list.ForgetOutstanding();
            _sendAt = now + RetransmissionOf(path).Next();
        }
        _commands.Add(new RegistrationRejected(acknowledgement.Status, _sendAt));
    }

    // Takes the step that the status asks for.
    private bool HasCure(BindingStatus status, OutstandingBindingUpdate update, DateTimeOffset now)
    {
        switch (status)
        {
            case var refusal when update.AsRouter && MobileRouterOperation.IsRefusal(refusal):
                _router.Refuse(status, _commands);
                _deregistersFirst = _list.Entry is not null;
                return true;
            case BindingStatus.RegistrationTypeChangeDisallowed:
                // There is one from before, of another kind.
                _deregistersFirst = true;
                return true;
            case BindingStatus.CannotForceUdpEncapsulation when _forceUdp:
                _forceUdp = false;
                _cannotForceUdp = true;
                return true;
            case BindingStatus.InvalidCareOfAddress:
                return _selection.Unanswered(update.Path, _view, now);
            default:
                return false;
        }
    }
}
