using DsMip.HomeAgent.Actors.Switching;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Core.Switching;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Persistence;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>All mobile nodes, step by step: interrupted, taken over and stopped.</summary>
public sealed class SwitchOfAllTests : IDisposable
{
    private const int Crowd = 3 * SwitchOfAllPass.Step;
    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly ScriptedSwitching _nodes = new();
    private readonly SwitchesOfAll _switches;

    public SwitchOfAllTests()
    {
        _switches = new SwitchesOfAll(_store.Store.Switches, _clock);
        for (var i = 0u; i < Crowd; i++) _store.Insert(new BindingCacheEntryState(Home(i), Bound(Home(i)), default), 1);
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Whoever_leads_next_goes_on_where_the_last_one_has_died()
    {
        var run = await BeginAsync();
        var steps = 0;
        var interrupted = await RunAsync(run, () => ++steps <= 1);
        Assert.True(interrupted!.IsRunning);
        Assert.Equal((SwitchOfAllPass.Step, Crowd), (_nodes.Asked.Count, interrupted.Total));
        _clock.Now += TimeSpan.FromMinutes(10);
        var done = await RunAsync((await _switches.ReadAsync(default))!, () => true);
        Assert.Equal((SwitchOfAllState.Done, Crowd, 0), (done!.State, done.Tally.Accepted, done.Left));
        // Everybody once, and the time is that of the request.
        Assert.Equal(Crowd, _nodes.Asked.Select(one => one.HomeAddress).Distinct().Count());
        Assert.Equal(Crowd, _nodes.Asked.Count);
        Assert.Equal(TimeSpan.FromMinutes(50), _nodes.Asked.Min(one => one.Within));
    }

    [Fact]
    public async Task Who_stops_it_in_the_middle_of_a_step_has_those_counted_that_were_asked()
    {
        var run = await BeginAsync();
        _nodes.OnFirst = async () => Assert.NotNull(await _switches.TryStopAsync(default));
        var stopped = await RunAsync(run, () => true);
        Assert.Equal((SwitchOfAllState.Stopped, SwitchOfAllPass.Step, Crowd - SwitchOfAllPass.Step), (stopped!.State, stopped.Tally.Accepted, stopped.Left));
        Assert.Equal(stopped, await _switches.ReadAsync(default));
        Assert.Null(await _switches.TryStopAsync(default));
    }

    [Fact]
    public async Task While_one_runs_there_is_no_other_and_two_that_lead_do_not_count_twice()
    {
        var run = await BeginAsync();
        Assert.Null(await _switches.TryBeginAsync("bob", null, default));
        _nodes.OnFirst = async () => Assert.Equal(SwitchOfAllState.Done, (await RunAsync(run, () => true))!.State);
        Assert.Null(await RunAsync(run, () => true));
        var done = await _switches.ReadAsync(default);
        Assert.Equal((SwitchOfAllState.Done, Crowd), (done!.State, done.Tally.Asked));
        Assert.Equal(2, (await _switches.TryBeginAsync("bob", null, default))!.Number);
    }

    [Fact]
    public async Task Nobody_is_asked_to_stay_who_was_not_told_to_go()
    {
        var keeping = await _switches.TryBeginAsync("alice", null, default);
        var done = await RunAsync(keeping!, () => true);
        Assert.Equal((SwitchOfAllState.Done, 0), (done!.State, done.Total));
        Assert.Empty(_nodes.Asked);
    }

    private async Task<SwitchOfAll> BeginAsync() => (await _switches.TryBeginAsync("alice", TimeSpan.FromHours(1), default))!;

    private Task<SwitchOfAll?> RunAsync(SwitchOfAll run, Func<bool> mayGoOn) =>
        new SwitchOfAllPass(_store.Store.Switches, _store.Bindings, _nodes, _clock).RunAsync(run, mayGoOn, default);

    private static Ipv6Address Home(uint number) => Ipv6Address.Parse($"2001:db8:1::{0x1000 + number:x}");

    private BindingCacheEntry Bound(Ipv6Address home) => new(
        home, Ipv4Address.Parse("192.168.1.2"), new Ingress(Encapsulation.Ipv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("203.0.113.7")), Encapsulation.Ipv4,
        false, BindingUpdateFlags.HomeRegistration, new SequenceNumber(1), BindingLifetime.From(TimeSpan.FromHours(2)), _clock.Now.AddHours(2));
}
