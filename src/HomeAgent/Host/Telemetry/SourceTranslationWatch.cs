using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Core.Translation;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>
/// Says in the log, in the metrics and beside readiness that something in front of the edges puts addresses of its own in place of mobile nodes'.
/// Thread-safe. A control node sees the registrations of its own mobile nodes only.
/// </summary>
public sealed partial class SourceTranslationWatch
{
    private readonly Lock _gate = new();
    private readonly TranslatedSources _sources;
    private readonly TimeProvider _clock;
    private readonly ILogger<SourceTranslationWatch> _log;
    private readonly LabelledCounter _updates;
    private DateTimeOffset _silentUntil = DateTimeOffset.MinValue;

    public SourceTranslationWatch(HomeAgentOptions options, HomeAgentMetrics metrics, TimeProvider clock, ILogger<SourceTranslationWatch> log)
    {
        _sources = new TranslatedSources(options.SourceTranslation);
        (_clock, _log) = (clock, log);
        IReadOnlyList<string?> evidence = [null, .. LabelledCounter.NamesOf<TranslationEvidence>().Skip(1)];
        _updates = new LabelledCounter(
            metrics.Meter, "dsmip_source_translation_updates_total",
            "Accepted Binding Updates that look as if their source address was translated on the home agent's side, by evidence.", "evidence", evidence);
        metrics.ShowGauge(
            "dsmip_source_translation", "1: something in front of the edges translates source addresses, as registrations of the last hour prove.",
            () => Found is null ? 0 : 1);
    }

    /// <summary>Null: nothing was proved within the last hour.</summary>
    public TranslatedSource? Found
    {
        get
        {
            lock (_gate) return _sources.Found(_clock.GetUtcNow());
        }
    }

    /// <summary>One line for whoever asks whether all is well; null: nothing to say.</summary>
    public string? Notice => Found is { } found
        ? $"something in front of the edges translates source addresses: packets of mobile nodes come from {found.Address} ({Why(found.Evidence)})"
        : null;

    public long Updates(TranslationEvidence evidence) => _updates[(int)evidence];

    /// <param name="entry">As an accepted Binding Update has made it; null: there is none any more.</param>
    public void Registered(BindingCacheEntry? entry)
    {
        // Most have no NAT, or one of their own; those cost a few comparisons.
        if (entry is not { NatDetected: true }) return;
        var now = _clock.GetUtcNow();
        TranslationEvidence evidence;
        TranslatedSource? toTell = null;
        lock (_gate)
        {
            evidence = _sources.Observe(entry, now);
            if (now >= _silentUntil && _sources.Found(now) is { } found)
            {
                toTell = found;
                _silentUntil = now + TranslatedSources.Memory;
            }
        }
        if (evidence != TranslationEvidence.None) _updates.Increment((int)evidence);
        if (toTell is { } told) Translated(_log, told.Address, Why(told.Evidence));
    }

    private static string Why(TranslationEvidence evidence) => evidence switch
    {
        TranslationEvidence.OwnNetwork => "an address of SourceTranslation:OwnNetworks",
        TranslationEvidence.PrivateSource => "a private address, and the home agent's is none",
        _ => "for mobile nodes that have global addresses of many networks",
    };

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "something in front of the edges translates source addresses: packets of mobile nodes come from {Address} ({Why}). NATs of mobile nodes are hidden by it, and tunnels break when it forgets them: take it away (on Kubernetes hostNetwork, or externalTrafficPolicy: Local), or name it in SourceTranslation:KnownNats if it is meant to be")]
    private static partial void Translated(ILogger log, Wire.Ipv4Address address, string why);
}
