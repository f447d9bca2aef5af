using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Correspondents;

/// <summary>The Binding Update List's entry for one correspondent (RFC 6275 11.1, 11.7.2): tests, Binding Update, binding, tests again.</summary>
internal sealed partial class CorrespondentRegistration(Ipv6Address home, Ipv6Address correspondent, Func<ulong> random)
{
    /// <summary>RFC 6275 11.3.5: "for a period of time". So long a correspondent that does not answer, or refuses, is left alone.</summary>
    public static readonly TimeSpan RestTime = TimeSpan.FromMinutes(5);

    /// <summary>Binding Updates without an answer, and runs of the tests without success, after which the correspondent is left alone.</summary>
    public const int MaximumTries = 4;

    /// <summary>What nobody authenticates makes us ask again no sooner after the last Binding Update.</summary>
    private static readonly TimeSpan PromptInterval = TimeSpan.FromSeconds(10);

    /// <summary>Both tests and the Binding Update fit in here with some tries each before the binding ends.</summary>
    private static readonly TimeSpan RefreshMargin = TimeSpan.FromSeconds(60);

    private enum Phase : byte
    {
        Waiting,
        Testing,
        Updating,
        Bound,
        Resting,
    }

    private readonly ReturnRoutability _tests = new(correspondent, random);
    private readonly UpdateRateLimit _rate = new();
    private Retransmission _backOff = new(existingBinding: true);
    private SequenceNumber _sequence = new((ushort)random());
    private CareOfPlace? _place;
    private CorrespondentUpdate? _sent;
    private (Ipv6Address CareOf, DateTimeOffset Expires)? _binding;
    private DateTimeOffset _possibleUntil, _bound, _dueAt = DateTimeOffset.MaxValue;
    private Phase _phase;
    private int _failures;
    private bool _hasRoute;

    /// <summary>There is nothing to be kept any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>It is left alone until <see cref="WakeAt"/>.</summary>
    public bool IsResting => _phase == Phase.Resting;

    public bool IsBound => _binding is not null;

    /// <summary>When to call <see cref="TimerDue"/>.</summary>
    public DateTimeOffset WakeAt => _binding is { } bound && bound.Expires < _dueAt ? bound.Expires : _dueAt;

    /// <param name="place">Null where there is no IPv6 care-of address.</param>
    public void Moved(Whereabouts where, CareOfPlace? place, DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        _place = place;
        if (_binding is { } bound && bound.Expires > now && bound.CareOf == place?.CareOf)
        {
            Bound(commands, now);
            return;
        }
        UseTunnel(now, commands);
        _sent = null;
        if (IsResting && where is Whereabouts.Away or Whereabouts.Unknown) return;
        _failures = 0;
        switch (where)
        {
            case Whereabouts.Unknown: (_phase, _dueAt) = (Phase.Waiting, DateTimeOffset.MaxValue); break;
            case Whereabouts.Away: Test(now, commands); break;
            default:
                _binding = null;
                if (_possibleUntil > now) Test(now, commands);
                else End(commands);
                break;
        }
    }

    /// <summary>The same place, with another end of the home registration.</summary>
    public void Prolong(in CareOfPlace place) => _place = place;

    /// <summary>The time of <see cref="WakeAt"/> has come. Too early a call does nothing.</summary>
    /// <param name="isInUse">Packets went one way or the other since the last registration.</param>
    public void TimerDue(bool isInUse, DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        if (_binding is { } bound && bound.Expires <= now) Expired(now, commands);
        if (_dueAt > now || IsOver) return;
        switch (_phase)
        {
            case Phase.Testing: Ask(now, commands); break;
            case Phase.Updating: Update(now, commands); break;
            case Phase.Bound when isInUse: Test(now, commands); break;
            // Nobody needs it: it ends by itself.
            case Phase.Bound: _dueAt = DateTimeOffset.MaxValue; break;
            default: End(commands); break;
        }
    }

    private void Expired(DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        UseTunnel(now, commands);
        _binding = null;
        if (_phase == Phase.Bound) End(commands);
    }

    private void Test(DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        _phase = Phase.Testing;
        _tests.Start(_place);
        Ask(now, commands);
    }

    private void Ask(DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        if (_tests.TryComplete(now, out _, out _)) Complete(now, commands);
        else if (_tests.IsExhausted) Rest(now, commands);
        else _dueAt = _tests.Ask(now, commands);
    }

    private void Complete(DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        (_phase, _backOff) = (Phase.Updating, new Retransmission(existingBinding: true));
        Update(now, commands);
    }

    private void Update(DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        if (_backOff.Tries >= MaximumTries) Rest(now, commands);
        else if (!_tests.TryComplete(now, out var key, out var nonces)) Test(now, commands);
        else if (_rate.Earliest(now) is var earliest && earliest > now) _dueAt = earliest;
        else Send(key!, nonces!, now, commands);
    }

    private void Send(BindingManagementKey key, NonceIndicesOption nonces, DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        _sequence = _sequence.Next;
        _rate.Sent(now);
        if (_place is { } place)
        {
            if (BindingLifetime.From(place.Expires - now).IsZero)
            {
                Rest(now, commands);
                return;
            }
            _sent = CorrespondentUpdate.Register(_sequence, nonces, key, place, home, correspondent, now);
            var ends = now + _sent.Message.Lifetime.ToTimeSpan();
            if (ends > _possibleUntil) _possibleUntil = ends;
            // It may use the binding before its answer is here.
            if (!_hasRoute) commands.Add(new SetRoute(correspondent, null));
            _hasRoute = true;
            commands.Add(new SendFromCareOfAddress(correspondent, _sent.Message, place));
        }
        else
        {
            _sent = CorrespondentUpdate.Remove(_sequence, nonces, key, home, correspondent, now);
            commands.Add(new SendFromHomeAddress(correspondent, _sent.Message));
        }
        _dueAt = now + _backOff.Next();
    }

    private void Bound(List<CorrespondentCommand> commands, DateTimeOffset now)
    {
        var (careOf, expires) = _binding!.Value;
        (_phase, _failures, _sent, _hasRoute) = (Phase.Bound, 0, null, true);
        var left = expires - now;
        _dueAt = left > 2 * RefreshMargin ? expires - RefreshMargin : now + left / 2;
        commands.Add(new SetRoute(correspondent, careOf));
    }

    /// <summary>Packets take the tunnel, and no tests are made for a while. One that was to be removed is let go.</summary>
    private void Rest(DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        UseTunnel(now, commands);
        var rested = now + RestTime;
        (_phase, _dueAt, _sent, _binding) = (Phase.Resting, rested > _possibleUntil ? rested : _possibleUntil, null, null);
        if (_place is null) End(commands);
    }

    /// <summary>Nothing leaves directly any more. What the correspondent sends directly is taken for as long as it may have a binding.</summary>
    private void UseTunnel(DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        if (!_hasRoute) return;
        _hasRoute = _possibleUntil > now;
        commands.Add(_hasRoute ? new SetRoute(correspondent, null) : new ClearRoute(correspondent));
    }

    private void End(List<CorrespondentCommand> commands)
    {
        if (_hasRoute) commands.Add(new ClearRoute(correspondent));
        (_hasRoute, IsOver) = (false, true);
    }
}
