using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using DsMip.Load;
using DsMip.Testing;
using DsMip.Wire;
using Microsoft.Diagnostics.NETCore.Client;

namespace DsMip.Bench.Durable;

/// <summary>
/// A home agent with all roles and its PostgreSQL in one namespace, mobile nodes in another:
/// <code>
/// nodes (out0) 198.51.100.2, 10.64.0.0/10 behind it  ---  (up0) 198.51.100.1  home agent 2001:db8:1::1, PostgreSQL on 127.0.0.1
/// </code>
/// </summary>
internal sealed class BenchSite : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip-bench-").FullName;
    private readonly NetworkNamespace _inside = NetworkNamespace.Create();
    private readonly NetworkNamespace _outside = NetworkNamespace.Create();
    private Process? _homeAgent;

    public BenchSite()
    {
        NetworkNamespace.Connect(_inside, "up0", _outside, "out0");
        _inside.Ip("address add 198.51.100.1/24 dev up0");
        _inside.Ip("address add 2001:db8:1::1/128 dev lo nodad");
        _outside.Ip("address add 198.51.100.2/24 dev out0");
        _inside.Ip("route add 10.64.0.0/10 via 198.51.100.2");
        _inside.Sysctl("net.ipv6.conf.all.forwarding", "1");
        Database = PostgresServer.Start(inside: _inside.Name);
        ConnectionString = Database.CreateDatabase();
        File.WriteAllBytes(KeyFile, System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(ConfigurationFile, JsonSerializer.Serialize(Configuration()));
    }

    public PostgresServer Database { get; }

    public string ConnectionString { get; }

    public ProcessCost HomeAgentCost => ProcessCost.Of(_homeAgent!.Id);

    public ProcessCost DatabaseCost => ProcessCost.Of(Database.ProcessId);

    private string ConfigurationFile => Path.Combine(_directory, "ha.json");

    private string KeyFile => Path.Combine(_directory, "key");

    /// <summary>Has the home agent's own import take the nodes.</summary>
    public void Import(NodeGeneration nodes)
    {
        var file = Path.Combine(_directory, "nodes.jsonl");
        using (var writer = File.CreateText(file)) NodeFile.Write(writer, nodes);
        _inside.Execute("dotnet", Program, "import", file, "--config", ConfigurationFile);
    }

    public void StartHomeAgent()
    {
        // ip netns exec becomes what it starts: the process is the daemon.
        _homeAgent = Shell.Start("ip", ["netns", "exec", _inside.Name, "dotnet", Program, "--config", ConfigurationFile]);
        _homeAgent.OutputDataReceived += (_, _) => { };
        _homeAgent.BeginOutputReadLine();
        var errors = _homeAgent.StandardError.ReadToEndAsync();
        using var http = Http();
        var started = Stopwatch.StartNew();
        while (!IsReady(http))
        {
            if (_homeAgent.HasExited) throw new InvalidOperationException($"the home agent ends: {errors.GetAwaiter().GetResult()}");
            if (started.Elapsed > Patience) throw new InvalidOperationException("the home agent does not become ready");
            Thread.Sleep(100);
        }
    }

    /// <summary>As a machine does that fails: nothing is said, nothing is written.</summary>
    public void KillHomeAgent()
    {
        if (_homeAgent is null) return;
        _homeAgent.Kill(entireProcessTree: true);
        _homeAgent.WaitForExit();
        _homeAgent.Dispose();
        _homeAgent = null;
    }

    /// <summary>Managed memory of the home agent after its last full collection, bytes; 0: there was none yet.</summary>
    public double LiveBytes() => Metric("dsmip_live_bytes");

    /// <summary>How long collections of garbage have held up the home agent so far.</summary>
    public TimeSpan CollectionPauses => TimeSpan.FromSeconds(Metric("dsmip_collection_pause_seconds_total"));

    /// <summary>The same after a collection that this asks for: without traffic there is none.</summary>
    public double CollectedBytes()
    {
        const long heapCollect = 0x800000; // the runtime collects when somebody begins to listen to this
        using var session = new DiagnosticsClient(_homeAgent!.Id).StartEventPipeSession(
            new EventPipeProvider("Microsoft-Windows-DotNETRuntime", System.Diagnostics.Tracing.EventLevel.Informational, heapCollect), requestRundown: false);
        var drained = session.EventStream.CopyToAsync(Stream.Null);
        Thread.Sleep(TimeSpan.FromSeconds(5));
        session.Stop();
        drained.Wait();
        return LiveBytes();
    }

    private double Metric(string name)
    {
        using var http = Http();
        var metrics = http.GetStringAsync("http://127.0.0.1:8191/metrics").GetAwaiter().GetResult();
        var line = metrics.Split('\n').Single(line => line.StartsWith(name + "{} ", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    public LoadGenerator OpenGenerator(NodeGeneration nodes) => _outside.Run(() => LoadGenerator.Open(new LoadSettings
    {
        Nodes = [.. nodes.Nodes()],
        HomeAgent = Ipv6Address.Parse("2001:db8:1::1"),
        HomeAgentIpv4 = Ipv4Address.Parse("198.51.100.1"),
        CareOfIpv4 = Ipv4Prefix.Parse("10.64.0.0/10"),
    }));

    /// <summary>Runs something that connects to the database.</summary>
    public T Inside<T>(Func<T> action) => _inside.Run(action);

    public void Dispose()
    {
        KillHomeAgent();
        Database.Dispose();
        _inside.Dispose();
        _outside.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private HttpClient Http() => new(new SocketsHttpHandler { ConnectCallback = (_, _) => new ValueTask<Stream>(_inside.Run(Connect)) });

    private static string Program => Path.Combine(AppContext.BaseDirectory, "dsmip-ha.dll");

    private Dictionary<string, object> Configuration() => new()
    {
        ["HomeAgentAddress"] = "2001:db8:1::1",
        ["HomeAgentIpv4Address"] = "198.51.100.1",
        ["HomePrefix"] = "2001:db8:1::/64",
        ["Store"] = new { Provider = "PostgreSql", ConnectionString, KeyFile },
        ["Logging"] = new { LogLevel = new { Default = "Error" } },
    };

    private static bool IsReady(HttpClient http)
    {
        try
        {
            return http.GetAsync("http://127.0.0.1:8191/health/ready").GetAwaiter().GetResult().IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

#pragma warning disable CA1859 // ConnectCallback wants a Stream.
    private static Stream Connect()
#pragma warning restore CA1859
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(System.Net.IPAddress.Loopback, 8191);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
