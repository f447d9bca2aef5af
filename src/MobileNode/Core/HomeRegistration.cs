using DsMip.MobileNode.Core.Names;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>
/// The protocol module of the mobile node (RFC 6275 11, RFC 5555 4.3-4.4): told what happened and when, it answers with commands. Calls come one
/// at a time, with times that do not go back.
/// </summary>
/// <param name="lastSequence">The last sequence number that may have been used; random if nothing is known (RFC 6275 11.7.2).</param>
public sealed partial class HomeRegistration(HomeRegistrationSettings settings, SequenceNumber lastSequence)
{
    private static readonly TimeSpan BindingErrorInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndedInterval = TimeSpan.FromMinutes(1);
    private readonly BindingUpdateList _list = new(lastSequence);
    private readonly CareOfAddressSelection _selection = new();
    private readonly UpdateRateLimit _rate = new();
    private readonly Ipv4HomeAddressRequest _ipv4 = new(settings.Ipv4Home);
    private readonly MobileRouterOperation _router = new(settings.Router);
    private readonly NameRegistration _name = new(settings.Name);
    private readonly PayloadPath _payload = new(settings);
    private readonly RegistrationCounters _counters = new();
    private readonly PossibleBinding _possibleBinding = new();
    private readonly Dictionary<BindingUpdatePath, Retransmission> _retransmission = [];
    private List<Command> _commands = [];
    private IReadOnlyList<CareOfCandidate> _view = [];
    private CareOfCandidate? _target;
    private DateTimeOffset? _sendAt;
    private DateTimeOffset _wakeAt = DateTimeOffset.MaxValue;
    private bool _forceUdp = settings.ForceUdp;
    private bool _cannotForceUdp;
    private bool _homeAddressLost;
    private bool _hasSwitched;

    // What the home agent may hold is not what is to be asked for, and does not change into it (RFC 3963 5.3, 6.2).
    private bool _deregistersFirst;

    // A path on which somebody says that the home agent does not know Mobility Headers.
    private BindingUpdatePath? _notUnderstood;

    // The path acknowledged since the last movement: coming back to an address bound before is a movement like any other.
    private BindingUpdatePath? _confirmed;

    /// <summary>No lifetime is asked for that ends later (RFC 6275 11.7.1).</summary>
    public DateTimeOffset HomeAddressValidUntil { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>The binding of the IPv6 home address that the home agent has acknowledged; null: none.</summary>
    public BindingUpdateListEntry? Binding => _list.Entry;

    /// <summary>The home agent has found it to be somebody else's (status 134): it is not used any more.</summary>
    public bool IsHomeAddressLost => _homeAddressLost;

    public RegistrationState State => _target switch
    {
        null => RegistrationState.NoNetwork,
        { AtHome: true } => _possibleBinding.Exists ? RegistrationState.Deregistering : RegistrationState.Home,
        _ when _isRevoked => RegistrationState.Revoked,
        { } away => _list.Entry is not null && _confirmed == away.Path ? RegistrationState.Registered : RegistrationState.Registering,
    };

    public RegistrationStatus Status => new(
        State, _target?.Address, _payload.Tunnel, _ipv4.Bound, _list.Entry?.NatDetected ?? false, _list.LastSequence,
        _list.Entry?.Lifetime ?? BindingLifetime.Zero, _list.Entry?.Expires, _counters.BindingUpdateToAcknowledgement,
        _counters.Retransmissions, _counters.Handovers)
    {
        Networks = _router.Forwarded,
    };

    /// <summary>All care-of addresses that there are now, in order of preference; an empty list when there is no network.</summary>
    public IReadOnlyList<Command> NetworkChanged(IReadOnlyList<CareOfCandidate> candidates, DateTimeOffset now)
    {
        var view = MovementDetection.Usable(candidates, settings);
        if (!view.Select(candidate => candidate.Path).SequenceEqual(_view.Select(candidate => candidate.Path))) _hasSwitched = false;
        _view = view;
        foreach (var path in _retransmission.Keys.Where(path => !_view.Any(candidate => candidate.Path == path)).ToArray()) _retransmission.Remove(path);
        _selection.Forget(_view);
        _payload.ClearIfVanished(_view, _commands);
        Retarget(now);
        return Finish();
    }

    /// <summary>The time of <see cref="WakeAt"/> has come. Too early a call does nothing.</summary>
    public IReadOnlyList<Command> TimerDue(DateTimeOffset now)
    {
        if (_list.Entry is { } entry && entry.Expires <= now) BindingExpired();
        if (_target is { AtHome: true } home && _possibleBinding.HasEnded(now)) Deregistered(home.Path);
        if (_sendAt <= now) Send(now);
        return Finish();
    }

    /// <summary>The home agent says that it has no binding of ours (Binding Error, status 1; RFC 6275 11.3.6). The next answer decides; nothing is torn down.</summary>
    public IReadOnlyList<Command> BindingErrorReceived(DateTimeOffset now)
    {
        // The message is not authenticated: so not more often than this.
        if (State == RegistrationState.Registered && _retransmission.Count == 0 && now - _list.Entry!.Sent > BindingErrorInterval) Send(now);
        return Finish();
    }

    /// <summary>
    /// Somebody says in the home agent's name that it does not know Mobility Headers: Binding Error, status 2, or ICMPv6 Parameter Problem, code 1
    /// (RFC 6275 11.3.5, 11.3.6). Nobody authenticates that, so it counts when a few more Binding Updates have found no answer either, and no other
    /// care-of address is left to be tried; then there is a pause.
    /// </summary>
    public IReadOnlyList<Command> MobilityNotUnderstood()
    {
        if (_list.HasOutstanding) _notUnderstood = _target?.Path;
        return Finish();
    }

    /// <summary>Packets from this care-of address do not reach the home agent: an error of our own stack, or an ICMP error that quotes our packet.
    /// Another address has its turn at once; without one, and where that was no help, back-off goes on.</summary>
    public IReadOnlyList<Command> CareOfAddressUnreachable(IpAddress careOf, DateTimeOffset now)
    {
        if (State == RegistrationState.Registering && !_hasSwitched && _target!.Value.Address == careOf && _selection.Unanswered(_target.Value.Path, _view, now))
        {
            _hasSwitched = true;
            Retarget(now);
        }
        return Finish();
    }

    /// <summary>IPsec can protect Binding Updates again: one that waits for its answer was never sent, or under keys that the home agent does not have any
    /// more. It is sent now, and its back-off starts over.</summary>
    public IReadOnlyList<Command> ProtectionReady(DateTimeOffset now)
    {
        if (_target is { } target && _list.HasOutstanding)
        {
            _retransmission.Remove(target.Path);
            Send(now);
        }
        return Finish();
    }

    /// <summary>Payload is lost persistently over IP-in-IP: asks for UDP (flag F, RFC 5555 4.4.1), unless the home agent refused that before.</summary>
    public IReadOnlyList<Command> PayloadLost(DateTimeOffset now)
    {
        if (State == RegistrationState.Registered && _payload.Tunnel is { Encapsulation: Encapsulation.Ipv4 } && !_forceUdp && !_cannotForceUdp)
        {
            _forceUdp = true;
            Send(now);
        }
        return Finish();
    }

    /// <summary>Mobility is no longer wanted (RFC 5555 4.4.2.1): one Binding Update that removes all bindings; its answer is not waited for.</summary>
    public IReadOnlyList<Command> Stop(DateTimeOffset now)
    {
        if (_target is { } target && _possibleBinding.Exists && _rate.Earliest(now) == now && !_homeAddressLost) SendDeregistration(target.Path, now, isLast: true);
        _sendAt = null;
        return Finish();
    }

    private void Retarget(DateTimeOffset now)
    {
        var chosen = _selection.Choose(_view, _target?.Path, now);
        var moved = chosen?.Path != _target?.Path;
        _target = chosen;
        if (chosen is not { AtHome: true }) _payload.LeaveHome(_commands);
        if (moved) Moved(now);
        if (chosen is { AtHome: true } home && _payload.Tunnel is null) _payload.ReturnHome(home.Path, _commands);
    }

    private void Moved(DateTimeOffset now)
    {
        // Answers to what was sent before would speak of another place.
        _list.ForgetOutstanding();
        (_confirmed, _notUnderstood) = (null, null);
        _rejections = 0;
        _sendAt = null;
        // What another network needed, or the home agent refused there, this one may not.
        (_forceUdp, _cannotForceUdp) = (settings.ForceUdp, false);
        if (_target is { } target && !IsSettled(target)) Send(now);
    }

    // Home, and the home agent knows it.
    private bool IsSettled(CareOfCandidate target) => target.AtHome && !_possibleBinding.Exists;

    private void BindingExpired()
    {
        _list.Remove();
        if (_target is { AtHome: true } home) _payload.ReturnHome(home.Path, _commands);
        else _payload.Clear(_commands);
    }

    private List<Command> Finish()
    {
        var wakeAt = Earlier(_sendAt ?? DateTimeOffset.MaxValue, _list.Entry?.Expires ?? DateTimeOffset.MaxValue);
        if (wakeAt != _wakeAt) _commands.Add(new WakeAt(wakeAt));
        _wakeAt = wakeAt;
        var commands = _commands;
        _commands = [];
        return commands;
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
