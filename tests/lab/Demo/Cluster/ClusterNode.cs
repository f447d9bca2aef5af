using System.Text.Json.Nodes;
using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;
using DsMip.Lab.Topology.Sites;

namespace DsMip.Lab.Cluster;

/// <summary>One process of the cluster on its machine; can be killed, stopped and started again with the same configuration.</summary>
public sealed class ClusterNode : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _directory;
    private Daemon? _daemon;

    /// <param name="directory">Where its configuration and log are.</param>
    public ClusterNode(ClusterMachine machine, JsonObject configuration, string directory)
    {
        (Machine, _directory) = (machine, directory);
        Api = new HomeAgentApi(machine.Space);
        File.WriteAllText(ConfigurationFile, configuration.ToJsonString());
    }

    public ClusterMachine Machine { get; }

    public HomeAgentApi Api { get; }

    public bool IsRunning => _daemon is { HasExited: false };

    /// <summary>When its last start began, in milliseconds of the machine's uptime: the oldest member of the cluster has the lowest.</summary>
    public long StartedAt { get; private set; }

    public string ConfigurationFile => Path.Combine(_directory, Machine.Name + ".json");

    public string LogFile => Path.Combine(_directory, Machine.Name + ".log");

    public string Tail(int lines = 30) => _daemon?.Tail(lines) ?? "(not started)";

    /// <summary>How often it has founded a cluster, as its log tells.</summary>
    public int Foundings() => File.Exists(LogFile) ? File.ReadLines(LogFile).Count(line => line.Contains("founds the cluster", StringComparison.Ordinal)) : 0;

    /// <param name="prefix">What starts the program's command line, such as <c>env A=B</c>; may be empty.</param>
    public void Start(params IReadOnlyList<string> prefix)
    {
        _daemon?.Dispose();
        StartedAt = Environment.TickCount64;
        _daemon = Daemon.Start(Machine.Space, LogFile, [.. prefix, DaemonProgram.HomeAgent, "--config", ConfigurationFile]);
    }

    /// <summary>Until it says it is ready; fails at once when it ends instead.</summary>
    /// <param name="patience">Null: two minutes.</param>
    public void AwaitReady(TimeSpan? patience = null)
    {
        try
        {
            Wait.Until(() => !IsRunning || Api.IsReady(), patience ?? Patience, $"{Machine.Name} to be ready");
        }
        catch (LabException e)
        {
            throw new LabException(e.Message + Tail(), e);
        }

        if (!IsRunning)
        {
            throw new LabException($"{Machine.Name} ended at once{Tail()}");
        }
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => _daemon?.Kill();

    /// <summary>SIGTERM; returns its exit code.</summary>
    public int Stop() => _daemon?.Stop(TimeSpan.FromSeconds(100)) ?? 0;

    /// <summary>Leaves it running when this program ends.</summary>
    public void Keep() => _daemon?.Keep();

    public void Dispose()
    {
        _daemon?.Dispose();
        Api.Dispose();
    }
}
