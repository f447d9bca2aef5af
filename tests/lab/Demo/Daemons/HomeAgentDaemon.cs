using System.Text.Json.Nodes;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Daemons;

/// <summary>The home agent in dsm-ha; can be killed and started again with the same configuration and store.</summary>
public sealed class HomeAgentDaemon : IDisposable
{
    private readonly string _directory;
    private Daemon? _daemon;

    /// <param name="directory">Where its configuration, store and log are.</param>
    /// <param name="mobileNodes">Who may register.</param>
    /// <param name="change">Changes the configuration of the lab before it is written.</param>
    public HomeAgentDaemon(string directory, IEnumerable<MobileNodeIdentity> mobileNodes, Action<JsonObject>? change = null)
    {
        _directory = directory;
        var configuration = new JsonObject
        {
            ["HomeAgentAddress"] = AddressPlan.HomeAgentAddress,
            ["HomeAgentIpv4Address"] = AddressPlan.HomeAgentIpv4Address,
            ["HomePrefix"] = AddressPlan.HomePrefix,
            ["Ipv4HomePrefix"] = AddressPlan.Ipv4HomePrefix,
            ["Ipv4Pool"] = AddressPlan.Ipv4Pool,
            // Its second would be one of every first registration; HomeAgent.Host.Tests asks the home link.
            ["HomeLink"] = new JsonObject { ["Interface"] = AddressPlan.HomeLink, ["DuplicateAddressDetection"] = false },
            ["Store"] = new JsonObject { ["Provider"] = "Sqlite", ["ConnectionString"] = $"Data Source={Path.Combine(directory, "bindings.db")}" },
            ["Admin"] = new JsonObject { ["Listen"] = "http://127.0.0.1:8191" },
            ["MobileNodes"] = new JsonArray([.. mobileNodes.Select(n => (JsonNode)n.AtHomeAgent())]),
        };
        change?.Invoke(configuration);
        File.WriteAllText(ConfigurationFile, configuration.ToJsonString());
    }

    public HomeAgentApi Api { get; } = new();

    public string ConfigurationFile => Path.Combine(_directory, "ha.json");

    public string Tail() => _daemon?.Tail() ?? "(not started)";

    /// <summary>Everything it has said so far, over all its starts.</summary>
    public IReadOnlyList<string> Log() => _daemon is null ? [] : File.ReadAllLines(_daemon.Log);

    /// <summary>Starts it and waits until it says it is ready.</summary>
    public void Start()
    {
        var daemon = Daemon.Start(AddressPlan.HomeAgent, Path.Combine(_directory, "ha.log"), DaemonProgram.HomeAgent, "--config", ConfigurationFile);
        _daemon = daemon;
        try
        {
            Wait.Until(() => daemon.HasExited || Api.IsReady(), TimeSpan.FromSeconds(120), "the home agent to be ready");
        }
        catch (LabException e)
        {
            throw new LabException(e.Message + daemon.Tail(), e);
        }

        if (daemon.HasExited)
        {
            throw new LabException("the home agent ended at once" + daemon.Tail());
        }
    }

    /// <summary>Changes its configuration while it runs, and tells it so.</summary>
    public void Reload(Action<JsonObject> change)
    {
        var configuration = JsonNode.Parse(File.ReadAllText(ConfigurationFile))!.AsObject();
        change(configuration);
        File.WriteAllText(ConfigurationFile, configuration.ToJsonString());
        Shell.Try("kill", ["-HUP", $"{_daemon!.Id}"]);
    }

    public void Kill() => _daemon?.Kill();

    public int Stop() => _daemon?.Stop(TimeSpan.FromSeconds(20)) ?? 0;

    /// <summary>Leaves it running when this program ends.</summary>
    public void Keep() => _daemon?.Keep();

    public void Dispose()
    {
        _daemon?.Dispose();
        Api.Dispose();
    }
}
