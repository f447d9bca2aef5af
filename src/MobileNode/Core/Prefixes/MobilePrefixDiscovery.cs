using System.Collections.Immutable;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.MobileNode.Core.Prefixes;

/// <summary>
/// Prefix discovery while away from home (RFC 6275 11.4.2, 11.4.3, 11.8). Each input answers with the solicitation that is to be sent now, or null.
/// Whether an advertisement came from the home agent, under IPsec and with a type 2 routing header, has been seen to before.
/// </summary>
public sealed class MobilePrefixDiscovery(Ipv6Address homeAddress)
{
    /// <summary>INITIAL_SOLICIT_TIMER.</summary>
    public static readonly TimeSpan InitialTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// MAX_BINDACK_TIMEOUT. After that a home agent is taken to know nothing of prefix discovery, until there is another reason to ask; one that has told a
    /// lifetime is asked again before that is over, and after it.
    /// </summary>
    public static readonly TimeSpan MaximumTimeout = TimeSpan.FromSeconds(32);

    /// <summary>A home address that is about to end is asked for when this part of its lifetime has passed, and not more often than the least pause.</summary>
    private const double PartOfLifetime = 0.8;

    private static readonly TimeSpan LeastPause = TimeSpan.FromMinutes(1);

    private ushort? _outstanding;
    private TimeSpan _timeout;

    /// <summary>All that the home agent told last.</summary>
    public ImmutableArray<LearnedPrefix> Prefixes { get; private set; } = [];

    /// <summary>When to call <see cref="TimerDue"/>.</summary>
    public DateTimeOffset WakeAt { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>The home address is valid for so long; <see cref="DateTimeOffset.MaxValue"/>: for ever, or nobody has said how long.</summary>
    public DateTimeOffset HomeAddressValidUntil { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>There is a reason to ask, such as status 1 of a Binding Acknowledgement.</summary>
    /// <param name="random">Becomes the identifier.</param>
    public MobilePrefixSolicitation? Wanted(ushort random, DateTimeOffset now)
    {
        if (_outstanding is not null) return null;
        _timeout = InitialTimeout;
        return Send(random, now);
    }

    /// <summary>The time of <see cref="WakeAt"/> has come.</summary>
    /// <param name="isRegistered">Solicitations go from a registered care-of address only; otherwise they wait.</param>
    /// <inheritdoc cref="Wanted"/>
    public MobilePrefixSolicitation? TimerDue(bool isRegistered, ushort random, DateTimeOffset now)
    {
        if (WakeAt > now) return null;
        if (!isRegistered)
        {
            WakeAt = now + InitialTimeout;
            return null;
        }
        if (_outstanding is null) return Wanted(random, now);
        if (_timeout == MaximumTimeout)
        {
            _outstanding = null;
            WakeAt = HomeAddressEnds(now) is { } ends ? now + Pause(ends - now, 0.5) : DateTimeOffset.MaxValue;
            return null;
        }
        _timeout = _timeout * 2 < MaximumTimeout ? _timeout * 2 : MaximumTimeout;
        return Send(random, now);
    }

    /// <summary>What nobody has asked for is not taken over but asked for, which acknowledges it.</summary>
    /// <inheritdoc cref="Wanted"/>
    public MobilePrefixSolicitation? Received(MobilePrefixAdvertisement advertisement, ushort random, DateTimeOffset now)
    {
        if (_outstanding != advertisement.Identifier) return Wanted(random, now);
        _outstanding = null;
        var prefixes = ImmutableArray.CreateBuilder<LearnedPrefix>();
        foreach (var option in advertisement.Prefixes)
            if (LearnedPrefix.TryRead(option, now, out var prefix)) prefixes.Add(prefix!);
        Prefixes = prefixes.ToImmutable();
        Renew(now);
        return null;
    }

    private void Renew(DateTimeOffset now)
    {
        HomeAddressValidUntil = Home?.ValidUntil ?? DateTimeOffset.MaxValue;
        WakeAt = HomeAddressEnds(now) is { } ends && ends > now ? now + Pause(ends - now, PartOfLifetime) : DateTimeOffset.MaxValue;
    }

    private LearnedPrefix? Home => Prefixes.FirstOrDefault(prefix => prefix.Prefix.Contains(homeAddress));

    /// <summary>When the home address is deprecated, or after that when it is not valid any more, which may be past; null: never.</summary>
    private DateTimeOffset? HomeAddressEnds(DateTimeOffset now)
    {
        if (Home is not { } home) return null;
        var ends = home.PreferredUntil > now ? home.PreferredUntil : home.ValidUntil;
        return ends == DateTimeOffset.MaxValue ? null : ends;
    }

    private static TimeSpan Pause(TimeSpan left, double part) => left * part > LeastPause ? left * part : LeastPause;

    private MobilePrefixSolicitation Send(ushort random, DateTimeOffset now)
    {
        // Every one has an identifier of its own, and the answer to the last one counts.
        _outstanding = random;
        WakeAt = now + _timeout;
        return new MobilePrefixSolicitation(random);
    }
}
