using System.CommandLine;
using System.Text.Json;

namespace DsMip.Cli.Commands;

/// <summary><c>dsmip edges</c>.</summary>
internal static class EdgeCommands
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly Argument<string> Name = new("name");

    public static Command Create() => new("edges", "Edges: how they are, and leaving their blocks to others") { List(), Show(), Drain(), Undrain() };

    private static Command List()
    {
        var command = new Command("list", "All of them");
        command.SetAction((parsed, stop) => Requests.ListAsync(
            parsed, "edges", null, stop,
            ("NAME", "name"), ("STATE", "state"), ("LOADED", "isLoaded"), ("BINDINGS", "bindings"), ("BLOCKS", "blocks"), ("ANNOUNCED", "announced"), ("DRAINED SINCE", "drain.since"), ("BY", "drain.actor")));
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "One of them") { Name };
        command.SetAction((parsed, stop) => Requests.ShowAsync(parsed, HttpMethod.Get, Path(parsed), null, stop));
        return command;
    }

    private static Command Drain()
    {
        var force = new Option<bool>("--force") { Description = "also if no other edge is there; it serves its blocks until there is one" };
        var wait = new Option<bool>("--wait") { Description = "until it announces no block any more" };
        var command = new Command("drain", "Have one leave its blocks to others until it is undrained") { Name, force, wait };
        command.SetAction(async (parsed, stop) =>
        {
            using var home = Connection.Open(parsed);
            var edge = (await home.SendAsync(HttpMethod.Post, Requests.Query(Path(parsed) + "/drain", ("force", parsed.GetValue(force) ? "true" : null)), null, stop).ConfigureAwait(false)).Body;
            while (parsed.GetValue(wait) && !IsDone(edge))
            {
                await Task.Delay(Pause, stop).ConfigureAwait(false);
                edge = (await home.SendAsync(HttpMethod.Get, Path(parsed), null, stop).ConfigureAwait(false)).Body;
            }
            Output.Show(parsed, edge);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Undrain()
    {
        var command = new Command("undrain", "Have one take its blocks back") { Name };
        command.SetAction((parsed, stop) => Requests.ShowAsync(parsed, HttpMethod.Post, Path(parsed) + "/undrain", null, stop));
        return command;
    }

    private static bool IsDone(JsonElement edge) => edge.GetProperty("drain") is { ValueKind: JsonValueKind.Object } drain
        ? drain.GetProperty("isDone").GetBoolean()
        : throw new CliException(ExitCodes.Conflict, "somebody has undrained it meanwhile");

    private static string Path(ParseResult parsed) => $"edges/{Requests.Escaped(parsed.GetRequiredValue(Name))}";
}
