using System.Globalization;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

/// <summary>Three control nodes with one database and mutual TLS, at loopback addresses that no other test run has.</summary>
internal sealed class ControlNodes : IDisposable
{
    private readonly string _working = System.IO.Directory.CreateTempSubdirectory("dsmip-cluster-").FullName;

    public ControlNodes()
    {
        ConnectionString = SharedPostgres.CreateDatabase();
        All = [.. Enumerable.Range(1, 3).Select(number => Create(Address(number), "control,admin"))];
    }

    public Certificates Certificates { get; } = new();

    public string ConnectionString { get; }

    public IReadOnlyList<ControlNode> All { get; }

    public ControlNode this[int index] => All[index];

    /// <summary>One more process with these seeds; the caller's to dispose of.</summary>
    public ControlNode Create(string host, string roles) => new(host, _working, Keys(host, roles));

    /// <summary>The configuration of one more member.</summary>
    public Dictionary<string, string?> Keys(string host, string roles)
    {
        var keys = Configured.Keys();
        keys.Remove("Ipv4Pool");
        keys["Roles"] = roles;
        keys["Admin:Listen"] = string.Create(CultureInfo.InvariantCulture, $"http://{host}:{ControlNode.AdminPort}");
        keys["Store:Provider"] = nameof(StoreProvider.PostgreSql);
        keys["Store:ConnectionString"] = ConnectionString;
        keys["Cluster:Host"] = host;
        keys["Cluster:Port"] = ControlNode.Port.ToString(CultureInfo.InvariantCulture);
        keys["Cluster:Seeds"] = string.Join(',', Enumerable.Range(1, 3).Select(number => string.Create(CultureInfo.InvariantCulture, $"{Address(number)}:{ControlNode.Port}")));
        var tls = Certificates.Issue(host);
        (keys["Cluster:Tls:Certificate"], keys["Cluster:Tls:PrivateKey"], keys["Cluster:Tls:CaCertificate"]) = (tls.Certificate, tls.PrivateKey, tls.CaCertificate);
        return keys;
    }

    public async Task StartAsync()
    {
        foreach (var node in All) node.Start();
        await ReadyAsync();
    }

    /// <summary>What all of them said.</summary>
    public string Log => string.Join('\n', All.Select(node => $"--- {node.Host}\n{node.Log}"));

    public Task ReadyAsync() => Task.WhenAll(All.Select(node => node.ReadyAsync()));

    public void Dispose()
    {
        foreach (var node in All) node.Dispose();
        Certificates.Dispose();
        System.IO.Directory.Delete(_working, recursive: true);
    }

    /// <param name="number">1 to 3 are the control nodes.</param>
    public static string Address(int number) => string.Create(CultureInfo.InvariantCulture, $"127.{(Environment.ProcessId >> 8) % 200 + 20}.{Environment.ProcessId & 255}.{number}");
}
