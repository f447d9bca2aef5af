using System.Globalization;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using Xunit.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

/// <summary>
/// Three real control nodes; one of them falls silent and comes back. With DSMIP_FAILOVERS=N one is killed or stopped N times in each of three ways
/// before that, for figures; that nothing is lost by it is what Cluster.Tests check, under load.
/// </summary>
[Collection(NetworkCollection.Name)]
public sealed class FailoverTests(ITestOutputHelper output)
{
    private static readonly int Times = int.TryParse(Environment.GetEnvironmentVariable("DSMIP_FAILOVERS"), CultureInfo.InvariantCulture, out var times) ? times : 0;

    [Fact]
    public async Task Bindings_are_answered_again_when_one_of_three_is_gone_and_when_it_is_back()
    {
        using var nodes = new ControlNodes();
        var outages = new Dictionary<string, List<double>> { ["coordinator"] = [], ["other"] = [], ["stopped"] = [] };
        try
        {
            await nodes.StartAsync();
            using var observer = new Observer(nodes);
            await observer.UntilAsync(all => all.Control.Count == 3, "three control nodes");
            await observer.AllAnswerAsync();
            for (var time = 0; time < Times; time++)
                foreach (var (kind, seconds) in outages) seconds.Add(await EndOneAsync(nodes, observer, kind));
            await PauseOneAsync(nodes, observer);
        }
        finally
        {
            output.WriteLine(nodes.Log);
        }
        if (Times > 0) Write(outages);
    }

    private void Write(Dictionary<string, List<double>> outages)
    {
        var lines = outages.Select(outage => Figures(outage.Key, outage.Value)).ToArray();
        foreach (var line in lines) output.WriteLine(line);
        var artifacts = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.FullName;
        File.WriteAllLines(Path.Combine(System.IO.Directory.CreateDirectory(Path.Combine(artifacts, "cluster")).FullName, "failovers.txt"), lines);
    }

    private static string Figures(string kind, List<double> seconds)
    {
        seconds.Sort();
        var median = (seconds[(seconds.Count - 1) / 2] + seconds[seconds.Count / 2]) / 2;
        return string.Create(CultureInfo.InvariantCulture, $"{kind}: every shard answers again after {median:F2} s (median), {seconds[^1]:F2} s (worst of {seconds.Count})");
    }

    /// <summary>It falls silent, as behind a broken network: the others go on without it, and it comes back by itself, in the same process.</summary>
    private static async Task PauseOneAsync(ControlNodes nodes, Observer observer)
    {
        nodes[0].Signal("-STOP");
        await observer.UntilAsync(all => all.Control.Count == 2, "two go on");
        await observer.AllAnswerAsync();
        nodes[0].Signal("-CONT");
        await observer.UntilAsync(all => all.Control.Count == 3, "it is back");
        await nodes[0].ReadyAsync();
        Assert.Contains("joining again", nodes[0].Log, StringComparison.Ordinal);
    }

    private static async Task<double> EndOneAsync(ControlNodes nodes, Observer observer, string kind)
    {
        var oldest = observer.Oldest;
        var victim = kind == "coordinator" ? nodes.All.Single(node => node.Host == oldest) : nodes.All.First(node => node.Host != oldest);
        double outage;
        if (kind == "stopped")
        {
            var stopping = Task.Run(victim.Terminate);
            outage = (await observer.AllAnswerAsync()).TotalSeconds;
            Assert.Equal(0, await stopping);
            outage = Math.Max(outage, (await observer.AllAnswerAsync()).TotalSeconds);
        }
        else
        {
            victim.Kill();
            outage = (await observer.AllAnswerAsync()).TotalSeconds;
        }
        await observer.UntilAsync(all => all.Control.Count == 2, "two are left");
        victim.Start();
        await victim.ReadyAsync();
        await observer.UntilAsync(all => all.Control.Count == 3, "three again");
        // The next one must not be killed while shards are on their way: each kind of end is measured by itself.
        if (Times > 1) await observer.HasItsShareAsync(victim.Host);
        await observer.AllAnswerAsync();
        return outage;
    }
}
