using System.CommandLine;

namespace DsMip.Cli.Commands;

/// <summary><c>dsmip summary</c>.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        var command = new Command("summary", "How many bindings there are, by the network that mobile nodes are in");
        command.SetAction((parsed, stop) => Requests.ShowAsync(parsed, HttpMethod.Get, "summary", null, stop));
        return command;
    }
}
