using DsMip.HomeAgent.Core.Translation;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Telemetry;
using Microsoft.Extensions.Logging;

namespace DsMip.HomeAgent.Host.Tests.Telemetry;

/// <summary>From an accepted Binding Update to the line in the log: with the real entity and the real journal.</summary>
public sealed class SourceTranslationWatchTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly Lines _lines = new();
    private readonly HomeAgentMetrics _metrics = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void One_line_an_hour_says_what_translates_and_what_to_do()
    {
        var (watch, life) = Begin("203.0.113.0/24", "");
        using var _ = life;
        var alice = new MobileNode(life.Options, Configured.Alice);
        for (var sequence = 1; sequence <= 3; sequence++)
        {
            life.Send(alice.Frame(alice.Seal(MobileNode.Update(sequence)), _clock.Now));
            life.ExpectAnswer();
        }
        Assert.Contains("packets of mobile nodes come from 203.0.113.7 (an address of SourceTranslation:OwnNetworks)", Assert.Single(_lines), StringComparison.Ordinal);
        Assert.Contains("come from 203.0.113.7", watch.Notice, StringComparison.Ordinal);
        Assert.Equal(3, watch.Updates(TranslationEvidence.OwnNetwork));
        Assert.Equal(1, Readings.Of(_metrics)[("dsmip_source_translation", null)]);

        _clock.Now += TranslatedSources.Memory;
        Assert.Null(watch.Notice);
        Assert.Equal(0, Readings.Of(_metrics)[("dsmip_source_translation", null)]);
        life.Send(alice.Frame(alice.Seal(MobileNode.Update(4)), _clock.Now));
        life.ExpectAnswer();
        Assert.Equal(2, _lines.Count);
    }

    [Fact]
    public void A_refused_update_and_a_known_NAT_say_nothing()
    {
        var (watch, life) = Begin("203.0.113.0/24", "203.0.113.7/32");
        using var _ = life;
        var (alice, bob) = (new MobileNode(life.Options, Configured.Alice), new MobileNode(life.Options, Configured.Bob));
        life.Send(alice.Frame(alice.Seal(MobileNode.Update(2)), _clock.Now));
        life.ExpectAnswer();
        bob.Ingress = bob.Ingress with { Remote = Wire.Ipv4Address.Parse("203.0.113.8") };
        life.Send(bob.Frame(bob.Seal(MobileNode.Update(2, lifetimeSeconds: 0)), _clock.Now));
        life.ExpectAnswer();
        Assert.Empty(_lines);
        Assert.Null(watch.Notice);
        Assert.Equal(0, Readings.Of(_metrics)[("dsmip_source_translation_updates_total", "OwnNetwork")]);
    }

    private (SourceTranslationWatch Watch, EntityFixture Life) Begin(string own, string known)
    {
        var options = Configured.Options(("SourceTranslation:OwnNetworks", own), ("SourceTranslation:KnownNats:0", known.Length > 0 ? known : null));
        var watch = new SourceTranslationWatch(options, _metrics, _clock, _lines);
        return (watch, new EntityFixture(_store, _clock, options, sources: watch));
    }

    private sealed class Lines : List<string>, ILogger<SourceTranslationWatch>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Assert.Equal(LogLevel.Warning, logLevel);
            Add(formatter(state, exception));
        }
    }
}
