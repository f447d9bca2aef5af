namespace DsMip.HomeAgent.Host.Tests;

public sealed class SteadyClockTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly Machine _machine = new();
    private readonly List<ClockJump> _jumps = [];
    private readonly SteadyClock _clock;

    public SteadyClockTests() => _clock = new SteadyClock(_machine, () => _machine.Booted, looksByItself: false, _jumps.Add);

    public void Dispose() => _clock.Dispose();

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    [InlineData(3000)]
    public void A_clock_that_is_set_moves_nothing_at_once_and_everything_slowly(int seconds)
    {
        Pass(TimeSpan.FromSeconds(10));
        _machine.Wall += TimeSpan.FromSeconds(seconds);
        var before = _clock.GetUtcNow();
        Pass(TimeSpan.FromSeconds(10));
        Assert.InRange((_clock.GetUtcNow() - before).TotalSeconds, 8.9, 11.1);

        // Ten times as long, and a little more.
        Pass(TimeSpan.FromSeconds((Math.Abs(seconds) * 10) + 10));
        Assert.InRange((_clock.GetUtcNow() - _machine.Wall).TotalSeconds, -0.01, 0.01);
        Assert.InRange(_clock.Offset.TotalSeconds, -0.01, 0.01);
        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(_jumps).By);
        Assert.Equal(TimeSpan.FromSeconds(Math.Abs(seconds) * 10), _jumps[0].MadeUpIn);
    }

    [Fact]
    public void A_look_that_comes_late_finds_nothing_made_up_for_twice()
    {
        _machine.Wall += TimeSpan.FromSeconds(60);
        _clock.Look();
        Assert.Equal(TimeSpan.FromSeconds(60), _clock.Offset);
        _machine.Pass(TimeSpan.FromHours(1));
        Assert.Equal(_machine.Wall, _clock.GetUtcNow());
        _clock.Look();
        Assert.Equal(TimeSpan.Zero, _clock.Offset);
        Assert.Single(_jumps);
    }

    [Fact]
    public void It_never_goes_back()
    {
        _machine.Wall -= TimeSpan.FromSeconds(60);
        var last = _clock.GetUtcNow();
        for (var i = 0; i < 10_000; i++)
        {
            _machine.Pass(TimeSpan.FromMilliseconds(1));
            if (i % 250 == 0) _clock.Look();
            Assert.True(_clock.GetUtcNow() > last);
            last = _clock.GetUtcNow();
        }
    }

    [Fact]
    public void A_clock_that_was_wrong_at_the_start_is_followed()
    {
        _machine.Wall += TimeSpan.FromDays(7000);
        _clock.Look();
        Assert.Equal(_machine.Wall, _clock.GetUtcNow());
        Assert.Equal(new ClockJump(TimeSpan.FromDays(7000), TimeSpan.Zero), Assert.Single(_jumps));
    }

    [Fact]
    public void The_time_of_a_suspended_machine_has_passed()
    {
        _machine.Suspend(TimeSpan.FromHours(8));
        _clock.Look();
        Assert.Equal(_machine.Wall, _clock.GetUtcNow());
    }

    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Interval)
        {
            _machine.Pass(Interval);
            _clock.Look();
        }
    }

    private sealed class Machine : TimeProvider
    {
        private long _timestamp;

        public DateTimeOffset Wall { get; set; } = Begin;

        public TimeSpan Booted { get; private set; } = TimeSpan.FromDays(3);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => _timestamp;

        public void Pass(TimeSpan time)
        {
            Suspend(time);
            _timestamp += time.Ticks;
        }

        public void Suspend(TimeSpan time)
        {
            Wall += time;
            Booted += time;
        }
    }
}
