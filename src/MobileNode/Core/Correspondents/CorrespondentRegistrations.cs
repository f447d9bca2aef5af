using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Correspondents;

/// <summary>
/// Route optimization (RFC 6275 11.3, 11.6, 11.7.2): the registrations of one home address with its correspondents. Told what happened and when, it
/// answers with commands. Calls come one at a time, with times that do not go back.
/// </summary>
/// <param name="random">Cookies and first sequence numbers; from a cryptographic source.</param>
public sealed class CorrespondentRegistrations(Ipv6Address homeAddress, Ipv6Address homeAgent, Func<ulong> random)
{
    /// <summary>Correspondents beyond these take the tunnel.</summary>
    public const int Maximum = 64;

    private readonly Dictionary<Ipv6Address, CorrespondentRegistration> _all = [];

    // Anybody may send us packets in the name of anybody: that many people at most are asked by it.
    private readonly UpdateRateLimit _newOnes = new();
    private List<CorrespondentCommand> _commands = [];
    private Whereabouts _where;
    private CareOfPlace? _place;

    /// <summary>When to call <see cref="TimerDue"/>.</summary>
    public DateTimeOffset WakeAt { get; private set; } = DateTimeOffset.MaxValue;

    public int Bound => _all.Values.Count(one => one.IsBound);

    public int Count => _all.Count;

    /// <summary>To be called after whatever may have changed it; the same again changes nothing.</summary>
    /// <param name="place">Where packets may leave directly from; null unless <see cref="Whereabouts.Away"/>.</param>
    public IReadOnlyList<CorrespondentCommand> Moved(Whereabouts where, CareOfPlace? place, DateTimeOffset now)
    {
        var isSame = where == _where && place?.CareOf == _place?.CareOf && place?.InterfaceIndex == _place?.InterfaceIndex;
        (_where, _place) = (where, place);
        foreach (var one in _all.Values)
        {
            if (!isSame) one.Moved(where, place, now, _commands);
            else if (place is { } same) one.Prolong(same);
        }
        return Finish();
    }

    /// <summary>A packet of this node for the home address came by the tunnel.</summary>
    public IReadOnlyList<CorrespondentCommand> PacketTunnelled(Ipv6Address correspondent, DateTimeOffset now)
    {
        if (_where != Whereabouts.Away || _all.ContainsKey(correspondent) || !IsCorrespondent(correspondent)) return [];
        if (_newOnes.Earliest(now) > now || !HasRoom()) return [];
        _newOnes.Sent(now);
        var added = _all[correspondent] = new CorrespondentRegistration(homeAddress, correspondent, random);
        added.Moved(_where, _place, now, _commands);
        return Finish();
    }

    /// <param name="isInUse">Has a route carried packets since the last registration?</param>
    public IReadOnlyList<CorrespondentCommand> TimerDue(Predicate<Ipv6Address> isInUse, DateTimeOffset now)
    {
        foreach (var (address, one) in _all)
            if (one.WakeAt <= now) one.TimerDue(isInUse(address), now, _commands);
        return Finish();
    }

    /// <summary>A Mobility Header of a correspondent.</summary>
    /// <param name="destination">Where it came to: a care-of address, or the home address by the tunnel or at home.</param>
    /// <param name="header">The whole of it as received, cut to its length.</param>
    /// <param name="counts">False: it answers no question of ours.</param>
    public IReadOnlyList<CorrespondentCommand> Received(
        Ipv6Address correspondent, Ipv6Address destination, IMobilityMessage message, ReadOnlySpan<byte> header, DateTimeOffset now, out bool counts)
    {
        counts = _all.TryGetValue(correspondent, out var one) && Received(one, destination, message, header, now);
        return Finish();
    }

    /// <summary>ICMPv6 Parameter Problem, code 1, about a test with this cookie.</summary>
    public IReadOnlyList<CorrespondentCommand> NotUnderstood(Ipv6Address correspondent, ulong cookie, DateTimeOffset now)
    {
        if (_all.TryGetValue(correspondent, out var one)) one.NotUnderstood(cookie, now, _commands);
        return Finish();
    }

    private bool Received(CorrespondentRegistration one, Ipv6Address destination, IMobilityMessage message, ReadOnlySpan<byte> header, DateTimeOffset now) => message switch
    {
        HomeTest test => destination == homeAddress && one.Received(test, now, _commands),
        CareOfTest test => one.Received(test, destination, now, _commands),
        BindingAcknowledgement acknowledgement => one.Received(acknowledgement, header, now, _commands),
        BindingRefreshRequest => one.RefreshRequested(now, _commands),
        BindingError error => one.Received(error, now, _commands),
        _ => false,
    };

    private bool IsCorrespondent(Ipv6Address address) => address.IsUnicastRoutable && !address.IsLinkLocal && address != homeAgent && address != homeAddress;

    private bool HasRoom()
    {
        if (_all.Count < Maximum) return true;
        var resting = _all.Where(one => one.Value.IsResting).OrderBy(one => one.Value.WakeAt).Select(one => (Ipv6Address?)one.Key).FirstOrDefault();
        if (resting is not { } address) return false;
        _commands.Add(new ClearRoute(address));
        return _all.Remove(address);
    }

    private List<CorrespondentCommand> Finish()
    {
        foreach (var (address, _) in _all.Where(one => one.Value.IsOver).ToArray()) _all.Remove(address);
        WakeAt = _all.Count == 0 ? DateTimeOffset.MaxValue : _all.Values.Min(one => one.WakeAt);
        var commands = _commands;
        _commands = [];
        return commands;
    }
}
