using System.Collections.Immutable;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Edge.Blocks;

public sealed class BlockAnnouncerTests : IDisposable
{
    private static readonly HomeBlock One = new(Ipv6Prefix.Parse("2001:db8:1::/65"));
    private static readonly HomeBlock Other = new(Ipv4Prefix.Parse("10.10.0.0/25"));
    private static readonly HomeBlock Third = new(Ipv4Prefix.Parse("10.10.0.128/25"));
    private readonly ScriptedCommand _command = new();
    private readonly EdgeState _state = new(expected: true);
    private readonly EdgeMetrics _metrics = new(new HomeAgentMetrics(), new BindingTable());
    private readonly BlockAnnouncer _announcer;

    public BlockAnnouncerTests() => _announcer = Over([]);

    public void Dispose() => _announcer.Dispose();

    [Fact]
    public async Task Nothing_is_announced_before_the_bindings_are_there()
    {
        _announcer.Own([One]);
        await _announcer.StartAsync(default);
        await Task.Delay(100);
        Assert.Empty(_command.Calls);
        _state.Read(asMember: false);
        await Task.Delay(100);
        Assert.Empty(_command.Calls);
        _state.Read(asMember: true);
        await _command.ExpectAsync($"add {One}");
        Assert.Equal(1, _metrics.Blocks);
        await _announcer.StopAsync(default);
    }

    [Fact]
    public async Task What_was_taken_over_is_announced_and_what_was_given_back_withdrawn_and_at_the_end_everything()
    {
        await StartAsync();
        _announcer.Own([One]);
        await _command.ExpectAsync($"add {One}");
        _announcer.Own([One, Other]);
        await _command.ExpectAsync($"add {Other}");
        _announcer.Own([Other]);
        await _command.ExpectAsync($"remove {One}");

        await _announcer.StopAsync(default);

        Assert.Equal([$"add {One}", $"add {Other}", $"remove {One}", $"remove {Other}"], _command.Calls);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_withdrawn_at_the_start_though_not_what_is_ours()
    {
        // No route of that name: nothing was left.
        _command.Failing = Other;
        using var announcer = Over([One, Other, Third]);
        announcer.Own([One]);
        await announcer.StartAsync(default);
        await _command.ExpectAsync($"remove {Third}");
        await _command.ExpectAsync($"remove {Other}");
        _state.Read(asMember: true);
        await _command.ExpectAsync($"add {One}");
        Assert.Equal(3, _command.Calls.Count);
        await announcer.StopAsync(default);
    }

    [Fact]
    public async Task What_fails_is_tried_again_and_nothing_else_waits_for_it()
    {
        _command.Failing = One;
        await StartAsync();
        _announcer.Own([One, Other]);
        await _command.ExpectAsync($"add {Other}");
        await _command.ExpectAsync($"add {One}", times: 2);
        _command.Failing = null;
        await _command.ExpectAsync($"add {One}", times: 3);
        await _announcer.StopAsync(default);
        Assert.Equal(1, _command.Calls.Count(call => call == $"remove {One}"));
    }

    /// <summary>Whatever has used up the host's time, nobody else withdraws them.</summary>
    [Fact]
    public async Task Routes_go_even_when_the_host_has_no_time_left()
    {
        await StartAsync();
        _announcer.Own([One]);
        await _command.ExpectAsync($"add {One}");
        await _announcer.StopAsync(new CancellationToken(canceled: true));
        Assert.Equal([$"add {One}", $"remove {One}"], _command.Calls);
    }

    [Fact]
    public async Task What_was_never_announced_is_not_withdrawn()
    {
        _command.Failing = One;
        await StartAsync();
        _announcer.Own([One]);
        await _command.ExpectAsync($"add {One}");
        await _announcer.StopAsync(default);
        Assert.DoesNotContain($"remove {One}", _command.Calls);
    }

    private BlockAnnouncer Over(ImmutableHashSet<HomeBlock> all) => new(_command, all, _state, _metrics, NullLogger<BlockAnnouncer>.Instance);

    private async Task StartAsync()
    {
        _state.Read(asMember: true);
        await _announcer.StartAsync(default);
    }

    private sealed class ScriptedCommand : IRouteCommand
    {
        private readonly Lock _gate = new();
        private readonly List<string> _calls = [];

        public HomeBlock? Failing { get; set; }

        public IReadOnlyList<string> Calls
        {
            get { lock (_gate) return [.. _calls]; }
        }

        public Task<string?> RunAsync(bool add, HomeBlock block, CancellationToken cancellation)
        {
            if (cancellation.IsCancellationRequested) return Task.FromResult<string?>("it was stopped");
            lock (_gate) _calls.Add($"{(add ? "add" : "remove")} {block}");
            return Task.FromResult(block == Failing ? "no route today" : null);
        }

        public async Task ExpectAsync(string call, int times = 1)
        {
            for (var wait = 0; wait < 600 && Calls.Count(one => one == call) < times; wait++) await Task.Delay(50);
            Assert.True(Calls.Count(one => one == call) >= times, $"{times} of '{call}' expected, there were: {string.Join(", ", Calls)}");
        }
    }
}
