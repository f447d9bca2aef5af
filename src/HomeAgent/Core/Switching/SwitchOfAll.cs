namespace DsMip.HomeAgent.Core.Switching;

/// <summary>
/// All mobile nodes of the home agent are to turn to other home agents, or may stay after all: how far that has come. Pure; every step makes a new <see cref="Version"/>.
/// </summary>
/// <param name="Version">Grows with every change of this one and of its successors.</param>
/// <param name="Number">Of this run, from 1.</param>
/// <param name="Actor">Who wanted it, as in the audit log.</param>
/// <param name="Until">No binding is prolonged beyond that; null: the mobile nodes may stay.</param>
public sealed record SwitchOfAll(long Version, long Number, DateTimeOffset Started, string Actor, DateTimeOffset? Until)
{
    public SwitchOfAllState State { get; init; }

    /// <summary>Who comes behind this, in ordinal order, has not been asked yet; empty: nobody has.</summary>
    public string After { get; init; } = "";

    /// <summary>Null: nobody has counted them yet.</summary>
    public int? Total { get; init; }

    public SwitchTally Tally { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public bool IsRunning => State == SwitchOfAllState.Running;

    /// <summary>Null as long as there is no <see cref="Total"/>.</summary>
    public int? Left => Total - Tally.Asked;

    /// <summary>A new one.</summary>
    /// <param name="last">The one before, which must not be running; null: there was none.</param>
    public static SwitchOfAll Begin(SwitchOfAll? last, DateTimeOffset now, string actor, TimeSpan? within) =>
        new((last?.Version ?? 0) + 1, (last?.Number ?? 0) + 1, now, actor, now + within);

    /// <summary>This binding is asked: to go if there is somebody to be told, to stay only if it was told to go.</summary>
    public bool Concerns(BindingCacheEntry? entry, DateTimeOffset now) =>
        BindingSwitch.IsPossible(entry, now) && (Until is not null || BindingSwitch.InProgress(entry) is not null);

    /// <summary>How long a binding may still be prolonged; null: for ever.</summary>
    public TimeSpan? Within(DateTimeOffset now) => Until is not { } until ? null : until > now ? until - now : TimeSpan.Zero;

    /// <summary>Whoever begins, or goes on where another one has ended, has counted.</summary>
    public SwitchOfAll Counted(int left) => this with { Version = Version + 1, Total = Tally.Asked + left };

    /// <summary>These have been asked, up to and with <paramref name="after"/>.</summary>
    public SwitchOfAll Advanced(string after, SwitchTally tally) => this with { Version = Version + 1, After = after, Tally = Tally + tally };

    /// <summary>It ends, unless it has.</summary>
    public SwitchOfAll End(SwitchOfAllState state, DateTimeOffset now) => IsRunning ? this with { Version = Version + 1, State = state, Ended = now } : this;
}

/// <summary>Numbers are in the store.</summary>
public enum SwitchOfAllState
{
    Running = 0,

    /// <summary>All have been asked.</summary>
    Done = 1,

    /// <summary>Somebody has stopped it. Who was told is told.</summary>
    Stopped = 2,
}
