using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Daemons;

/// <summary>The mobile node's daemon in the namespace of its port.</summary>
public sealed class MobileNodeDaemon : IDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly string _directory;
    private readonly MobileNodePort _port;
    private Daemon? _daemon;

    public MobileNodeDaemon(string directory, MobileNodePort port, MobileNodeIdentity identity, Action<JsonObject>? change = null)
    {
        _directory = directory;
        _port = port;
        var configuration = identity.AtMobileNode();
        configuration["HomePrefix"] = AddressPlan.HomePrefix;
        configuration["HomeAgentAddress"] = AddressPlan.HomeAgentAddress;
        configuration["HomeAgentIpv4Address"] = AddressPlan.HomeAgentIpv4Address;
        configuration["StateDirectory"] = Path.Combine(directory, Name);
        configuration[nameof(ControlSocket)] = ControlSocket;
        change?.Invoke(configuration);
        Directory.CreateDirectory(Path.Combine(directory, Name));
        File.WriteAllText(ConfigurationFile, configuration.ToJsonString());
    }

    public string ConfigurationFile => Path.Combine(_directory, Name + ".json");

    private string ControlSocket => Path.Combine(_directory, Name + ".sock");

    private string Name => _port.Namespace.Name["dsm-".Length..];

    public string Tail(int lines = 30) => _daemon?.Tail(lines) ?? "(not started)";

    /// <summary>Everything it has said so far, over all its starts.</summary>
    public IReadOnlyList<string> Log() => _daemon is null ? [] : File.ReadAllLines(_daemon.Log);

    /// <summary>Starts it and waits until it answers on its control socket.</summary>
    public void Start()
    {
        var daemon = Daemon.Start(
            _port.Namespace, Path.Combine(_directory, Name + ".log"), DaemonProgram.MobileNode, "run", "--config", ConfigurationFile);
        _daemon = daemon;
        try
        {
            Wait.Until(() => daemon.HasExited || TryStatus() is not null, TimeSpan.FromSeconds(90), "the mobile node to answer");
        }
        catch (LabException e)
        {
            throw new LabException(e.Message + daemon.Tail(), e);
        }

        if (daemon.HasExited)
        {
            throw new LabException("the mobile node ended at once" + daemon.Tail());
        }
    }

    public MobileNodeStatus Status() => TryStatus() ?? throw new LabException("the mobile node does not answer" + Tail());

    /// <summary>Asks on the control socket, which is where `dsmip-mn status` asks; null if nobody answers.</summary>
    public MobileNodeStatus? TryStatus()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(ControlSocket));
            using var stream = new NetworkStream(socket);
            return JsonSerializer.Deserialize<MobileNodeStatus>(stream, Web);
        }
        catch (Exception e) when (e is SocketException or IOException or JsonException)
        {
            // Or it has only begun, and hangs up.
            return null;
        }
    }

    /// <summary>The same by the program a person would use.</summary>
    public string StatusCommand(params string[] flags) =>
        _port.Namespace.Exec([DaemonProgram.MobileNode, "status", "--config", ConfigurationFile, .. flags]);

    public void Kill() => _daemon?.Kill();

    public int Stop() => _daemon?.Stop(TimeSpan.FromSeconds(20)) ?? 0;

    /// <summary>Leaves it running when this program ends.</summary>
    public void Keep() => _daemon?.Keep();

    public void Dispose() => _daemon?.Dispose();
}
