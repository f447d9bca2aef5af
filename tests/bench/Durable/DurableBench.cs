using System.Globalization;
using DsMip.Load;
using DsMip.Testing;
using DsMip.Wire;
using Npgsql;
using Spectre.Console;

namespace DsMip.Bench.Durable;

/// <summary>Durable Binding Updates: the whole way from a sealed frame to the acknowledgement after the commit, against plain INSERTs of the same rows.</summary>
internal static class DurableBench
{
    private const int Nodes = 100_000;
    private const double RegistrationRate = 1000;
    private static readonly LoadPhase WarmUp = new() { Name = "warm up", Rate = 100, Duration = TimeSpan.FromSeconds(10), Drain = TimeSpan.FromSeconds(60) };

    public static int Run()
    {
        if (NamespaceSupport.SkipReason is { } reason)
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]durable updates were not measured: {reason}[/]");
            return 0;
        }
        var count = Environment.GetEnvironmentVariable("NODES") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Nodes;
        using var site = new BenchSite();
        var nodes = new NodeGeneration(Ipv6Address.Parse("2001:db8:1::1:0"), count, Seed: 1);
        Say($"importing {count} mobile nodes ...");
        site.Import(nodes);
        site.StartHomeAgent();
        Measure(site, nodes);
        return 0;
    }

    private static void Measure(BenchSite site, NodeGeneration nodes)
    {
        using var generator = site.OpenGenerator(nodes);
        // What is run for the first time has to be compiled, by both programs.
        Say("warming up ...");
        var known = generator.Run(WarmUp).Accepted;
        var idle = site.HomeAgentCost.ResidentBytes;
        Say($"registering them at {RegistrationRate} a second ...");
        var registration = generator.Run(LoadPhase.Register(RegistrationRate) with { HandoverShare = 0, Drain = TimeSpan.FromSeconds(60) });
        var live = site.HomeAgentCost.ResidentBytes;
        var raw = new RawInserts(site.Database.CreateDatabase());
        site.Inside(() => { raw.Prepare(); return true; });
        var message = site.Inside(() => OneMessage(site.ConnectionString));
        Say("measuring plain INSERTs, durable updates, plain INSERTs ...");
        var before = site.Inside(() => raw.Measure(message, 0));
        var steps = new Ladder(generator, site).Climb().ToList();
        var after = site.Inside(() => raw.Measure(message, 1));
        var load = site.Inside(() => BulkLoad.Measure(site.ConnectionString));
        DurableReport.Write(registration, steps, (before, after), (live - idle) / (double)Math.Max(1, nodes.Count - known), load);
    }

    private static byte[] OneMessage(string connectionString)
    {
        using var source = NpgsqlDataSource.Create(connectionString);
        using var command = source.CreateCommand("SELECT message FROM journal LIMIT 1");
        return (byte[])command.ExecuteScalar()!;
    }

    private static void Say(FormattableString text) => AnsiConsole.MarkupLine($"[grey]{text.ToString(CultureInfo.InvariantCulture)}[/]");

    private static void Say(string text) => AnsiConsole.MarkupLine($"[grey]{text}[/]");
}
