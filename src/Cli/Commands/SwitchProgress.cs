using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace DsMip.Cli.Commands;

/// <summary>All mobile nodes are told to go, or that they may stay: shown until it is done. It goes on without anybody looking.</summary>
internal static class SwitchProgress
{
    public const string Path = "bindings/switch";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <param name="method">Begins it, or looks at what was begun.</param>
    public static async Task<int> BeginAsync(ParseResult parsed, HttpMethod method, string path, bool detach, CancellationToken stop)
    {
        using var home = Connection.Open(parsed);
        var run = (await home.SendAsync(method, path, null, stop).ConfigureAwait(false)).Body;
        if (!detach && IsRunning(run)) run = await WatchAsync(parsed, home, run, stop).ConfigureAwait(false);
        Output.Show(parsed, run);
        return Number(run, "failed") is > 0 and var failed && !IsRunning(run)
            ? throw new CliException(ExitCodes.Failed, $"for {failed} mobile nodes no control node has said that it is done: ask again to complete it")
            : ExitCodes.Ok;
    }

    private static async Task<JsonElement> WatchAsync(ParseResult parsed, Connection home, JsonElement run, CancellationToken stop)
    {
        if (Connection.WantsJson(parsed) || Console.IsOutputRedirected) return await FollowAsync(home, run, _ => { }, stop).ConfigureAwait(false);
        try
        {
            return await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(progress => FollowAsync(home, run, Shown(progress), stop)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Output.Say(parsed, "It goes on: dsmip bindings switching shows it, and ends it with --stop.");
            throw;
        }
    }

    private static Action<JsonElement> Shown(ProgressContext progress)
    {
        var bar = progress.AddTask("counting", maxValue: double.MaxValue);
        return now =>
        {
            if (now.GetProperty("total").ValueKind != JsonValueKind.Number) return;
            bar.MaxValue = Math.Max(1, Number(now, "total"));
            bar.Value = Number(now, "total") == 0 ? 1 : Number(now, "asked");
            bar.Description = $"{Number(now, "accepted")} accepted, {Number(now, "failed")} failed, {Number(now, "left")} left";
        };
    }

    /// <exception cref="CliException">Another one was begun meanwhile.</exception>
    private static async Task<JsonElement> FollowAsync(Connection home, JsonElement run, Action<JsonElement> show, CancellationToken stop)
    {
        var number = Number(run, "number");
        while (IsRunning(run))
        {
            show(run);
            await Task.Delay(Pause, stop).ConfigureAwait(false);
            run = (await home.SendAsync(HttpMethod.Get, Path, null, stop).ConfigureAwait(false)).Body;
            if (Number(run, "number") != number) throw new CliException(ExitCodes.Conflict, "it has ended, and somebody has begun another one meanwhile");
        }
        show(run);
        return run;
    }

    private static bool IsRunning(JsonElement run) => run.GetProperty("state").GetString() == "running";

    private static long Number(JsonElement run, string member) => run.GetProperty(member).GetInt64();
}
