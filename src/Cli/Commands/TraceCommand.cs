using System.CommandLine;
using System.Text.Json;

namespace DsMip.Cli.Commands;

/// <summary><c>dsmip trace</c>: what a mobile node and its home agent send each other, until the time is over or it is interrupted.</summary>
internal static class TraceCommand
{
    private const int UsualDuration = 60, UsualPackets = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly Argument<string> Home = new("home-address");
    private static readonly Option<int> Duration = new("--duration") { Description = "seconds, at most 600", DefaultValueFactory = _ => UsualDuration };
    private static readonly Option<int> Packets = new("--packets") { Description = "it ends when it has so many, at most 10000", DefaultValueFactory = _ => UsualPackets };
    private static readonly Option<string?> Pcap = new("--pcap") { Description = "file for the packets, for Wireshark and tshark" };

    public static Command Create()
    {
        var command = new Command("trace", "Packets of one mobile node, as all edges see them; with --json a line each") { Home, Duration, Packets, Pcap };
        command.SetAction(async (parsed, stop) =>
        {
            using var home = Connection.Open(parsed);
            var body = JsonSerializer.Serialize(new { duration = parsed.GetValue(Duration), packets = parsed.GetValue(Packets) });
            var begun = (await home.SendAsync(HttpMethod.Post, $"mobile-nodes/{Requests.Escaped(parsed.GetRequiredValue(Home))}/trace", body, stop).ConfigureAwait(false)).Body;
            var trace = $"traces/{begun.GetProperty("id").GetString()}";
            Output.Say(parsed, $"at {string.Join(", ", begun.GetProperty("nodes").EnumerateArray().Select(node => node.GetString()))}, for {parsed.GetValue(Duration)} s");
            try
            {
                await FollowAsync(parsed, home, trace, stop).ConfigureAwait(false);
            }
            finally
            {
                await EndAsync(parsed, home, trace).ConfigureAwait(false);
            }
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task FollowAsync(ParseResult parsed, Connection home, string trace, CancellationToken stop)
    {
        var shown = 0;
        for (var isRunning = true; isRunning;)
        {
            // Asked first: what came before its end is shown after it.
            isRunning = (await home.SendAsync(HttpMethod.Get, trace, null, stop).ConfigureAwait(false)).Body.GetProperty("state").GetString() == "running";
            await Task.Delay(Pause, stop).ConfigureAwait(false);
            shown = await ShowAsync(parsed, home, trace, shown, stop).ConfigureAwait(false);
        }
    }

    private static async Task<int> ShowAsync(ParseResult parsed, Connection home, string trace, int shown, CancellationToken stop)
    {
        for (var next = Requests.Query($"{trace}/packets", ("after", shown)); next is not null;)
        {
            var page = await home.SendAsync(HttpMethod.Get, next, null, stop).ConfigureAwait(false);
            foreach (var packet in page.Body.EnumerateArray()) Show(parsed, packet);
            shown += page.Body.GetArrayLength();
            next = page.Next;
        }
        return shown;
    }

    private static void Show(ParseResult parsed, JsonElement packet)
    {
        if (Connection.WantsJson(parsed)) Console.WriteLine(packet.GetRawText());
        else Console.WriteLine($"{packet.GetProperty("at").GetDateTimeOffset():HH:mm:ss.fff}  {packet.GetProperty("node").GetString()} {packet.GetProperty("place").GetString(),-8}  {packet.GetProperty("summary").GetString()}");
    }

    /// <summary>Interrupted or not: the file is written, and the home agent keeps nothing.</summary>
    private static async Task EndAsync(ParseResult parsed, Connection home, string trace)
    {
        using var patience = new CancellationTokenSource(Patience);
        var last = (await home.SendAsync(HttpMethod.Post, $"{trace}/stop", null, patience.Token).ConfigureAwait(false)).Body;
        if (parsed.GetValue(Pcap) is { } file) await File.WriteAllBytesAsync(file, await home.DownloadAsync($"{trace}/pcap", patience.Token).ConfigureAwait(false), patience.Token).ConfigureAwait(false);
        await home.SendAsync(HttpMethod.Delete, trace, null, patience.Token).ConfigureAwait(false);
        Output.Say(parsed, $"{last.GetProperty("packets")} packets, {last.GetProperty("missed")} missed");
    }
}
