using DsMip.Fuzz.Engine;

namespace DsMip.Fuzz.Tests;

/// <summary>The fuzzer finds what it is there to find.</summary>
public sealed class EngineTests
{
    [Fact]
    public void Coverage_leads_to_harm_that_chance_does_not_find() =>
        Assert.StartsWith("System.InvalidOperationException: planted d56d192a", Find("throw", 2_000_000), StringComparison.Ordinal);

    [Fact]
    public void Memory_that_grows_is_a_failure() => Assert.StartsWith("memory grows: ", Find("leak", 50_000), StringComparison.Ordinal);

    [Fact]
    public void The_same_seed_makes_the_same_run() => Assert.Equal(Find("throw", 20_000), Find("throw", 20_000));

    [Fact]
    public void What_hangs_is_told()
    {
        using var told = new BlockingCell();
        using var watchdog = new Watchdog(TimeSpan.FromMilliseconds(50), told.Put);
        watchdog.Begin([1, 2, 3]);
        Assert.Equal([1, 2, 3], told.Take());
    }

    [Fact]
    public void A_corpus_file_gives_back_what_was_written_the_shortest_first()
    {
        var path = Path.GetTempFileName();
        CorpusFile.Write(path, [[1, 2, 3], [4]]);
        Assert.Equal([[4], [1, 2, 3]], CorpusFile.Read(path));
        File.Delete(path);
    }

    private static string Find(string kind, int count) =>
        InstrumentedContext.Run<string, int, string>(typeof(PlantedTarget), nameof(PlantedTarget.Find), kind, count, "DsMip.Fuzz.Tests");

    private sealed class BlockingCell : IDisposable
    {
        private readonly ManualResetEventSlim _isThere = new();
        private byte[] _value = [];

        public void Put(byte[] value)
        {
            _value = value;
            _isThere.Set();
        }

        public byte[] Take()
        {
            Assert.True(_isThere.Wait(TimeSpan.FromSeconds(60)), "nobody was told");
            return _value;
        }

        public void Dispose() => _isThere.Dispose();
    }
}
