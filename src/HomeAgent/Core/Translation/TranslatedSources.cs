using DsMip.Wire;

namespace DsMip.HomeAgent.Core.Translation;

/// <summary>
/// Registrations, and whether they prove together that something on our side translates source addresses. One proves it if its source is an address
/// of our own. Otherwise one outer source has to have
/// <list type="bullet">
/// <item>three mobile nodes, if it is private and the home agent's address is not: one may be a visitor behind a NAT of our own building;</item>
/// <item>three care-of addresses with different first bytes, if they are global: some providers give their customers such addresses behind a NAT,
/// but not from everywhere.</item>
/// </list>
/// A provider's NAT, with private addresses inside and a global one outside, is none of that, however many mobile nodes it has. Not thread-safe.
/// </summary>
public sealed class TranslatedSources(TranslationPolicy policy)
{
    /// <summary>So long something is remembered.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>Outer addresses at a time. Whoever could fill it has the keys of mobile nodes.</summary>
    public const int Capacity = 1024;

    private const int Enough = 3;
    private readonly Dictionary<Ipv4Address, Suspect> _suspects = [];
    private DateTimeOffset _forget = DateTimeOffset.MinValue;
    private DateTimeOffset _proved = DateTimeOffset.MinValue;
    private TranslatedSource _found;

    /// <param name="entry">As an accepted Binding Update has made it.</param>
    public TranslationEvidence Observe(BindingCacheEntry entry, DateTimeOffset now)
    {
        var evidence = policy.EvidenceIn(entry);
        if (evidence == TranslationEvidence.None) return evidence;
        if (now >= _forget || _suspects.Count == Capacity)
        {
            _suspects.Clear();
            _forget = now + Memory;
        }
        var source = entry.Ingress.Remote.AsIpv4;
        if (!_suspects.TryGetValue(source, out var suspect)) _suspects[source] = suspect = new Suspect();
        if (suspect.IsProvedBy(evidence, entry)) (_found, _proved) = (new TranslatedSource(source, evidence), now);
        return evidence;
    }

    /// <summary>What was proved last; null: nothing within <see cref="Memory"/>.</summary>
    public TranslatedSource? Found(DateTimeOffset now) => _proved != DateTimeOffset.MinValue && now - _proved < Memory ? _found : null;

    private sealed class Suspect
    {
        private readonly HashSet<Ipv6Address> _homes = [];
        private readonly HashSet<byte> _networks = [];

        public bool IsProvedBy(TranslationEvidence evidence, BindingCacheEntry entry) => evidence switch
        {
            TranslationEvidence.OwnNetwork => true,
            TranslationEvidence.PrivateSource => Reaches(_homes, entry.HomeAddress),
            _ => Reaches(_networks, (byte)(entry.CareOfAddress.AsIpv4.Value >> 24)),
        };

        private static bool Reaches<T>(HashSet<T> different, T one) => different.Count >= Enough || (different.Add(one) && different.Count >= Enough);
    }
}
