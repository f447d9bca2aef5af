using System.CommandLine;

namespace DsMip.Cli.Commands;

/// <summary><c>dsmip traces</c>: those that somebody has begun by way of this home agent's process, and has left there.</summary>
internal static class TracesCommand
{
    private static readonly Argument<string> Id = new("id");
    private static readonly Argument<string> File = new("file");

    public static Command Create() => new("traces", "Traces that were begun, with dsmip trace or otherwise") { List(), Packets(), Save(), Stop(), Delete() };

    private static Command List()
    {
        var command = new Command("list", "All of this process");
        command.SetAction((parsed, stop) => Requests.ListAsync(
            parsed, "traces", null, stop, ("ID", "id"), ("HOME ADDRESS", "homeAddress"), ("STATE", "state"), ("ENDS", "ends"), ("PACKETS", "packets"), ("MISSED", "missed")));
        return command;
    }

    private static Command Packets()
    {
        var command = new Command("packets", "Its packets so far") { Id };
        command.SetAction((parsed, stop) => Requests.ListAsync(
            parsed, $"traces/{IdOf(parsed)}/packets", null, stop, ("NUMBER", "number"), ("TIME", "at"), ("NODE", "node"), ("PLACE", "place"), ("PACKET", "summary")));
        return command;
    }

    private static Command Save()
    {
        var command = new Command("save", "Its packets so far as a file, for Wireshark and tshark") { Id, File };
        command.SetAction(async (parsed, stop) =>
        {
            using var home = Connection.Open(parsed);
            var packets = await home.DownloadAsync($"traces/{IdOf(parsed)}/pcap", stop).ConfigureAwait(false);
            await System.IO.File.WriteAllBytesAsync(parsed.GetRequiredValue(File), packets, stop).ConfigureAwait(false);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Stop()
    {
        var command = new Command("stop", "End one; what it has stays for ten minutes") { Id };
        command.SetAction((parsed, stop) => Requests.ShowAsync(parsed, HttpMethod.Post, $"traces/{IdOf(parsed)}/stop", null, stop));
        return command;
    }

    private static Command Delete()
    {
        var command = new Command("delete", "End one, and forget its packets") { Id };
        command.SetAction((parsed, stop) => Requests.ShowAsync(parsed, HttpMethod.Delete, $"traces/{IdOf(parsed)}", null, stop));
        return command;
    }

    private static string IdOf(ParseResult parsed) => Requests.Escaped(parsed.GetRequiredValue(Id));
}
