using DsMip.MobileNode.Discovery;

namespace DsMip.MobileNode.Host.Tests.Discovery;

[Clause("5142-6.1-none")]
public sealed class PatientTurnTests
{
    private readonly SkippingTime _clock = new();
    private readonly List<double> _searches = [];

    /// <summary>The home agent serves us for five minutes, and the next one is in the DNS after a minute only.</summary>
    [Fact]
    public async Task Who_comes_later_is_found_while_there_is_time()
    {
        Assert.True(await RunAsync(TimeSpan.FromMinutes(5), seconds => seconds >= 60));
        Assert.Equal([0, 3, 9, 21, 45, 77], _searches);
    }

    [Fact]
    public async Task Where_nobody_comes_it_ends_with_the_time()
    {
        Assert.False(await RunAsync(TimeSpan.FromSeconds(100), _ => false));
        Assert.Equal([0, 3, 9, 21, 45, 77, 100], _searches);
    }

    [Fact]
    public async Task A_search_that_does_not_end_is_cut_off_and_who_stops_it_is_told()
    {
        Assert.False(await PatientTurn.RunAsync(ForEverAsync, TimeSpan.FromSeconds(30), new HurriedTime(), CancellationToken.None));
        using var stop = new CancellationTokenSource();
        var search = PatientTurn.RunAsync(ForEverAsync, TimeSpan.FromMinutes(5), _clock, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search);
    }

    private Task<bool> RunAsync(TimeSpan patience, Func<double, bool> find)
    {
        var began = _clock.Now;
        return PatientTurn.RunAsync(
            _ =>
            {
                _searches.Add((_clock.Now - began).TotalSeconds);
                return Task.FromResult(find(_searches[^1]));
            },
            patience, _clock, CancellationToken.None);
    }

    private static async Task<bool> ForEverAsync(CancellationToken stop)
    {
        await Task.Delay(Timeout.Infinite, stop);
        return true;
    }
}
