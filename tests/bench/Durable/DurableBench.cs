using System.Globalization;
using DsMip.HomeAgent.Actors;
using DsMip.Linux;
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
    private const double Rate = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UntilRest = 2 * AwakeEntities.Patience + TimeSpan.FromSeconds(5);
    private static readonly LoadPhase WarmUp = new() { Name = "warm up", Rate = 100, Duration = TimeSpan.FromSeconds(10), Drain = Patience };

    public static int Run()
    {
        if (NamespaceSupport.SkipReason is { } reason)
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]durable updates were not measured: {reason}[/]");
            return 0;
        }
        var count = Environment.GetEnvironmentVariable("NODES") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Nodes;
        try
        {
            Measure(new NodeGeneration(Ipv6Address.Parse("2001:db8:1::1:0"), count, Seed: 1));
            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or LinuxException or LoadException or NpgsqlException or IOException)
        {
            Console.Error.WriteLine($"bench: {e.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }

    private static void Measure(NodeGeneration nodes)
    {
        using var site = new BenchSite();
        Say($"importing {nodes.Count} mobile nodes ...");
        site.Import(nodes);
        site.StartHomeAgent();
        using var generator = site.OpenGenerator(nodes);
        // What is run for the first time has to be compiled, by both programs.
        Say("warming up ...");
        var known = generator.Run(WarmUp).Accepted;
        var idle = site.HomeAgentCost.ResidentBytes;
        Say($"registering them at {Rate} a second ...");
        var registration = generator.Run(LoadPhase.Register(Rate) with { HandoverShare = 0, Drain = Patience });
        var resident = (site.HomeAgentCost.ResidentBytes - idle) / (double)Math.Max(1, nodes.Count - known);
        var raw = new RawInserts(site.Database.CreateDatabase());
        site.Inside(() => { raw.Prepare(); return true; });
        var message = site.Inside(() => OneMessage(site.ConnectionString));
        Say("measuring plain INSERTs, durable updates, plain INSERTs ...");
        var before = site.Inside(() => raw.Measure(message, 0));
        var steps = new Ladder(generator, site).Climb().ToList();
        var after = site.Inside(() => raw.Measure(message, 1));
        var live = site.CollectedBytes();
        Say("waiting until the entities rest ...");
        Thread.Sleep(UntilRest);
        var memory = new BindingMemory(resident, live / nodes.Count, site.CollectedBytes() / nodes.Count);
        var load = site.Inside(() => BulkLoad.Measure(site.ConnectionString));
        Say($"killing the home agent; then all mobile nodes at {Rate} a second ...");
        DurableReport.Write(registration, steps, (before, after), memory, load, Restart(site, generator, nodes.Count));
    }

    /// <summary>Every binding is in the store and none in memory: each is fetched when its mobile node speaks.</summary>
    private static PhaseResult Restart(BenchSite site, LoadGenerator generator, int nodes)
    {
        // What the last step of the ladder left unanswered is not of this phase.
        generator.Run(WarmUp with { Duration = TimeSpan.FromSeconds(1), Drain = TimeSpan.FromMinutes(1) });
        site.KillHomeAgent();
        site.StartHomeAgent();
        return generator.Run(new LoadPhase { Name = "after a kill", Rate = Rate, Duration = TimeSpan.FromSeconds(nodes / Rate), Drain = Patience });
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
