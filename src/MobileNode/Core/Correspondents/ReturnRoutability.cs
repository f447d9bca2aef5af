using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Correspondents;

/// <summary>
/// Both tests with one correspondent (RFC 6275 5.2.5, 11.6): questions go out together, every try with new cookies; an answer counts once, with the cookie of
/// the last question. A token that is fresh still is not asked for again, which makes a handover a matter of the care-of test (RFC 6275 5.2.7).
/// </summary>
internal sealed class ReturnRoutability(Ipv6Address correspondent, Func<ulong> random)
{
    /// <summary>After these nobody expects an answer: the last wait ends half a minute after the first question.</summary>
    public const int MaximumTries = 5;

    private readonly UpdateRateLimit _homeRate = new();
    private readonly UpdateRateLimit _careOfRate = new();
    private Retransmission _backOff = new(existingBinding: true);
    private CareOfPlace? _place;
    private KeygenToken? _home, _careOf;
    private (ulong Cookie, DateTimeOffset Sent)? _homeAsked, _careOfAsked;

    public bool IsExhausted => _backOff.Tries >= MaximumTries;

    /// <param name="place">Whose care-of address is to be tested; null: the home address alone, to remove a binding.</param>
    public void Start(CareOfPlace? place)
    {
        if (place?.CareOf != _place?.CareOf) _careOf = null;
        (_place, _homeAsked, _careOfAsked) = (place, null, null);
        _backOff = new Retransmission(existingBinding: true);
    }

    /// <summary>The correspondent does not know the nonces of these tokens any more.</summary>
    public void Forget(bool home, bool careOf)
    {
        if (home) _home = null;
        if (careOf) _careOf = null;
    }

    /// <summary>False: an answer is missing, or has become too old.</summary>
    public bool TryComplete(DateTimeOffset now, out BindingManagementKey? key, out NonceIndicesOption? nonces)
    {
        (key, nonces) = (null, null);
        if (_home is not { } home || !home.IsFresh(now)) return false;
        if (_place is null)
        {
            (key, nonces) = (new BindingManagementKey(home.Value, null), new NonceIndicesOption(home.NonceIndex, 0));
            return true;
        }
        if (_careOf is not { } careOf || !careOf.IsFresh(now)) return false;
        (key, nonces) = (new BindingManagementKey(home.Value, careOf.Value), new NonceIndicesOption(home.NonceIndex, careOf.NonceIndex));
        return true;
    }

    /// <summary>Asks for what is missing.</summary>
    /// <returns>When to ask again.</returns>
    public DateTimeOffset Ask(DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        var asksHome = _home is not { } home || !home.IsFresh(now);
        var asksCareOf = _place is not null && (_careOf is not { } careOf || !careOf.IsFresh(now));
        var earliest = Later(asksHome ? _homeRate.Earliest(now) : now, asksCareOf ? _careOfRate.Earliest(now) : now);
        if (earliest > now) return earliest;
        if (asksHome)
        {
            _homeAsked = (random(), now);
            _homeRate.Sent(now);
            commands.Add(new SendFromHomeAddress(correspondent, new HomeTestInit(_homeAsked.Value.Cookie, MobilityOptions.None)));
        }
        if (asksCareOf)
        {
            _careOfAsked = (random(), now);
            _careOfRate.Sent(now);
            commands.Add(new SendFromCareOfAddress(correspondent, new CareOfTestInit(_careOfAsked.Value.Cookie, MobilityOptions.None), _place!.Value));
        }
        return now + _backOff.Next();
    }

    /// <summary>False: nobody has asked that, or not any more.</summary>
    public bool Received(HomeTest test)
    {
        if (_homeAsked is not { } asked || asked.Cookie != test.Cookie) return false;
        (_home, _homeAsked) = (new KeygenToken(test.KeygenToken, test.NonceIndex, asked.Sent), null);
        return true;
    }

    /// <param name="careOf">Where it came to.</param>
    /// <inheritdoc cref="Received(HomeTest)"/>
    public bool Received(CareOfTest test, Ipv6Address careOf)
    {
        if (_careOfAsked is not { } asked || asked.Cookie != test.Cookie || careOf != _place?.CareOf) return false;
        (_careOf, _careOfAsked) = (new KeygenToken(test.KeygenToken, test.NonceIndex, asked.Sent), null);
        return true;
    }

    /// <summary>Has it gone out in a question that waits for its answer?</summary>
    public bool IsOutstanding(ulong cookie) => _homeAsked?.Cookie == cookie || _careOfAsked?.Cookie == cookie;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
