using System.CommandLine;

namespace DsMip.Cli.Commands;

/// <summary><c>dsmip bindings switch</c>, <c>keep</c> and <c>switching</c>.</summary>
internal static class SwitchCommands
{
    public static Command Switch()
    {
        var (home, all, detach) = (Home(), All(), Detach());
        var within = new Option<int?>("--within") { Description = "seconds; its binding is not prolonged beyond that, at once without" };
        var command = new Command("switch", "Tell one, or all, to turn to another home agent") { home, all, within, detach };
        command.SetAction((parsed, stop) => IsAll(parsed.GetValue(home), parsed.GetValue(all))
            ? SwitchProgress.BeginAsync(parsed, HttpMethod.Post, Requests.Query(SwitchProgress.Path, ("within", parsed.GetValue(within))), parsed.GetValue(detach), stop)
            : Requests.ShowAsync(parsed, HttpMethod.Post, Requests.Query(Path(parsed.GetRequiredValue(home)!), ("within", parsed.GetValue(within))), null, stop));
        return command;
    }

    public static Command Keep()
    {
        var (home, all, detach) = (Home(), All(), Detach());
        var command = new Command("keep", "Let one, or all, stay that were told to go") { home, all, detach };
        command.SetAction((parsed, stop) => IsAll(parsed.GetValue(home), parsed.GetValue(all))
            ? SwitchProgress.BeginAsync(parsed, HttpMethod.Delete, SwitchProgress.Path, parsed.GetValue(detach), stop)
            : Requests.ShowAsync(parsed, HttpMethod.Delete, Path(parsed.GetRequiredValue(home)!), null, stop));
        return command;
    }

    public static Command Switching()
    {
        var (detach, halt) = (Detach(), new Option<bool>("--stop") { Description = "ask no more; who was told is told" });
        var command = new Command("switching", "How far switch --all or keep --all has come, until it is done") { detach, halt };
        command.SetAction((parsed, stop) => parsed.GetValue(halt)
            ? Requests.ShowAsync(parsed, HttpMethod.Post, SwitchProgress.Path + "/stop", null, stop)
            : SwitchProgress.BeginAsync(parsed, HttpMethod.Get, SwitchProgress.Path, parsed.GetValue(detach), stop));
        return command;
    }

    private static Argument<string?> Home() => new("home-address") { Arity = ArgumentArity.ZeroOrOne };

    private static Option<bool> All() => new("--all") { Description = "all that have a binding now, or were told to go; it goes on when this command ends" };

    private static Option<bool> Detach() => new("--detach") { Description = "do not wait until it is done" };

    private static string Path(string home) => $"bindings/{Requests.Escaped(home)}/switch";

    private static bool IsAll(string? home, bool all) => home is null == all ? all : throw new CliException(ExitCodes.Usage, "either a home address or --all");
}
