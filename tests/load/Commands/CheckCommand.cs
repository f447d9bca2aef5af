using System.CommandLine;

namespace DsMip.Load.Commands;

/// <summary><c>dsmip-load check</c>: what was acknowledged against what is held.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var acknowledgements = new Option<string>("--acks") { Description = "file of acknowledgements, as 'run' writes it", Required = true };
        var homeAgents = new Option<string[]>("--home-agents") { Description = "URLs of home agents, such as http://192.0.2.1:8191", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var connection = Options.Text("--connection-string", "of the cluster's PostgreSQL");
        var realNat = new Option<bool>("--real-nat") { Description = "do not compare outer addresses and ports" };
        var slack = Options.With("--slack", "clocks may differ by so much, acknowledgements may take so long", TimeSpan.FromSeconds(10));
        var command = new Command("check", "compares acknowledgements with what the cluster holds; exit code 1 if something is not as it should be")
        {
            acknowledgements, homeAgents, connection, realNat, slack,
        };
        command.SetAction((parsed, stop) =>
        {
            var urls = parsed.GetValue(homeAgents)!;
            var database = parsed.GetValue(connection);
            if (urls.Length == 0 && database is null) throw new LoadException("check: --home-agents or --connection-string is needed");
            var history = AcknowledgementHistory.Read(parsed.GetValue(acknowledgements)!);
            Console.WriteLine($"{history.Records} records of {history.Nodes.Count} mobile nodes");
            return RunAsync(new AcknowledgementCheck(history, parsed.GetValue(realNat), parsed.GetValue(slack)), [.. urls.Select(Url)], database, stop);
        });
        return command;
    }

    private static Uri Url(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        ? new Uri(text.TrimEnd('/') + "/")
        : throw new LoadException($"--home-agents: '{text}' is not a URL such as http://192.0.2.1:8191");

    private static async Task<int> RunAsync(AcknowledgementCheck check, IReadOnlyList<Uri> homeAgents, string? database, CancellationToken stop)
    {
        using var http = new HttpClient();
        foreach (var homeAgent in homeAgents)
            Console.WriteLine($"{homeAgent} shows {await check.CheckApiAsync(homeAgent, http, stop).ConfigureAwait(false)} bindings");
        if (database is not null) Console.WriteLine($"the journal holds {check.CheckJournal(database)} bindings");
        if (check.Incomplete > 0) Console.WriteLine($"rows of {check.Incomplete} mobile nodes were removed from it: their owners are judged by what is left");
        foreach (var line in check.Violations.Lines) Console.WriteLine(line);
        if (check.Violations.Count == 0) Console.WriteLine("nothing is wrong");
        return check.Violations.Count == 0 ? 0 : 1;
    }
}
