using System.CommandLine;
using System.Text.Json;

namespace DsMip.Cli.Commands;

/// <summary><c>dsmip events</c>, until it is interrupted.</summary>
internal static class EventsCommand
{
    private const string Data = "data: ";

    public static Command Create()
    {
        var type = new Option<string?>("--type") { Description = "only those whose type begins so" };
        var command = new Command("events", "What happens, as it happens; with --json a line each") { type };
        command.SetAction(async (parsed, stop) =>
        {
            using var home = Connection.Open(parsed);
            using var lines = await home.StreamAsync(Requests.Query("events", ("type", parsed.GetValue(type))), stop).ConfigureAwait(false);
            while (await lines.ReadLineAsync(stop).ConfigureAwait(false) is { } line)
                if (line.StartsWith(Data, StringComparison.Ordinal)) Show(parsed, line[Data.Length..]);
            throw new CliException(ExitCodes.Failed, "the home agent has ended the stream");
        });
        return command;
    }

    private static void Show(ParseResult parsed, string json)
    {
        var what = JsonDocument.Parse(json).RootElement;
        var kind = what.GetProperty("type").GetString();
        if (kind == "heartbeat") return;
        if (Connection.WantsJson(parsed)) Console.WriteLine(json);
        else Console.WriteLine($"{what.GetProperty("at").GetDateTimeOffset():yyyy-MM-dd HH:mm:ss}  {kind,-24} {what.GetProperty("subject").GetString()}{Way(what)}");
    }

    private static string Way(JsonElement what) => (what.GetProperty("from").GetString(), what.GetProperty("to").GetString()) switch
    {
        (null, null) => "",
        (null, { } to) => $"  at {to}",
        ({ } from, null) => $"  was at {from}",
        ({ } from, { } to) => $"  {from} -> {to}",
    };
}
