using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>Sending: registration, retransmission (RFC 6275 11.8) and the change of address when one stays unanswered (RFC 5555 4.4.1).</summary>
public sealed partial class HomeRegistration
{
    /// <summary>RFC 6275 11.3.5: "for a period of time". A short one: whoever has forged the message keeps us from registering for so long.</summary>
    public static readonly TimeSpan PauseTime = TimeSpan.FromSeconds(30);

    private void Send(DateTimeOffset now)
    {
        if (_homeAddressLost || _isRevoked || _hasLeft || _target is not { } target) return;
        var earliest = _rate.Earliest(now);
        if (earliest > now)
        {
            _sendAt = earliest;
            return;
        }
        var retransmission = RetransmissionOf(target.Path);
        if (_isLeaving && retransmission.Tries >= FarewellTries)
        {
            Left();
            return;
        }
        if (IsExhausted(retransmission) && !target.AtHome && _list.HasOutstanding && _selection.Unanswered(target.Path, _view, now))
        {
            Retarget(now);
            return;
        }
        if (target.Path == _notUnderstood && IsToPause(retransmission))
        {
            Pause(now);
            return;
        }
        if (retransmission.Tries > 0 && _list.HasOutstanding) _counters.Retransmissions++;
        SendNow(target, now);
        _sendAt = now + retransmission.Next();
    }

    private static bool IsToPause(Retransmission retransmission) => retransmission.Tries >= CareOfAddressSelection.TriesPerAddress;

    private void Pause(DateTimeOffset now)
    {
        _retransmission.Remove(_notUnderstood!.Value);
        _notUnderstood = null;
        _sendAt = now + PauseTime;
        _commands.Add(new HomeAgentNotUnderstanding(_sendAt.Value));
    }

    private static bool IsExhausted(Retransmission retransmission) =>
        retransmission.Tries > 0 && retransmission.Tries % CareOfAddressSelection.TriesPerAddress == 0;

    private void SendNow(CareOfCandidate target, DateTimeOffset now)
    {
        if (target.AtHome || _deregistersFirst)
        {
            SendDeregistration(target.Path, now);
            return;
        }
        var ipv4Home = _ipv4.Option;
        var update = _list.Add(target.Path, now, LifetimeFor(target, now), ipv4Home is not null, _router.IsAsked, _name.IsAsked);
        _possibleBinding.Requested(now, update.Lifetime);
        _rate.Sent(now);
        _commands.Add(new SendBindingUpdate(_name.Ask(_router.Ask(BindingUpdateMessage.Register(update, ipv4Home, _forceUdp, settings))), target.Path));
    }

    // RFC 6275 11.5.5 at home; RFC 5555 4.4.2.1 away.
    private void SendDeregistration(BindingUpdatePath path, DateTimeOffset now, bool isLast = false)
    {
        var update = _list.Add(path, now, BindingLifetime.Zero, asksForIpv4: false);
        _rate.Sent(now);
        var message = _router.Flag(BindingUpdateMessage.Deregister(update, settings));
        _commands.Add(new SendBindingUpdate(isLast ? _name.AskRemoval(message) : message, path));
    }

    private BindingLifetime LifetimeFor(CareOfCandidate target, DateTimeOffset now)
    {
        var validUntil = target.ValidUntil is { } careOf && careOf < HomeAddressValidUntil ? careOf : HomeAddressValidUntil;
        if (validUntil == DateTimeOffset.MaxValue) return settings.Lifetime;
        var remaining = BindingLifetime.From(validUntil - now);
        return remaining.IsZero ? new BindingLifetime(1) : BindingLifetime.Min(settings.Lifetime, remaining);
    }

    private Retransmission RetransmissionOf(BindingUpdatePath path)
    {
        if (_retransmission.TryGetValue(path, out var known)) return known;
        return _retransmission[path] = new Retransmission(_list.Entry is not null);
    }
}
