using System.CommandLine;

namespace DsMip.Cli.Commands;

/// <summary><c>dsmip bindings switch</c> and <c>keep</c>.</summary>
internal static class SwitchCommands
{
    public static Command Switch()
    {
        var (home, all) = (Home(), All());
        var within = new Option<int?>("--within") { Description = "seconds; its binding is not prolonged beyond that, at once without" };
        var command = new Command("switch", "Tell one, or all, to turn to another home agent") { home, all, within };
        command.SetAction((parsed, stop) => Requests.ShowAsync(
            parsed, HttpMethod.Post, Requests.Query(Path(parsed.GetValue(home), parsed.GetValue(all)), ("within", parsed.GetValue(within))), null, stop));
        return command;
    }

    public static Command Keep()
    {
        var (home, all) = (Home(), All());
        var command = new Command("keep", "Let one, or all, stay that were told to go") { home, all };
        command.SetAction((parsed, stop) => Requests.ShowAsync(parsed, HttpMethod.Delete, Path(parsed.GetValue(home), parsed.GetValue(all)), null, stop));
        return command;
    }

    private static Argument<string?> Home() => new("home-address") { Arity = ArgumentArity.ZeroOrOne };

    private static Option<bool> All() => new("--all") { Description = "all that have a binding now" };

    private static string Path(string? home, bool all) => home is null == all
        ? home is null ? "bindings/switch" : $"bindings/{Requests.Escaped(home)}/switch"
        : throw new CliException(ExitCodes.Usage, "either a home address or --all");
}
