using System.Globalization;
using System.Net;
using DsMip.Deploy.Tests.Support;
using DsMip.Testing;
using k8s.Models;

#pragma warning disable CA1416 // File modes: these tests run where the home agent does.

namespace DsMip.Deploy.Tests;

/// <summary>The daemons of a rendered cluster as processes of this machine: a control node, an admin process and an import, with a real PostgreSQL.</summary>
public sealed class RenderedClusterTests : IDisposable
{
    // Addresses that no other run of the tests has.
    private static readonly string Control = Loopback(1), Admin = Loopback(2);
    private const string MobileNode =
        """{"HomeAddress":"2001:db8:1::50","BindingUpdate":{"Spi":4097,"EncryptionKey":"000102030405060708090a0b0c0d0e0f10111213"},"BindingAcknowledgement":{"Spi":8193,"EncryptionKey":"202122232425262728292a2b2c2d2e2f30313233"}}""";

    private static readonly Rendering Cluster = Rendering.Of(
        "cluster", "tls={\"generate\":true,\"certManager\":{\"enabled\":false}}", "storeKey={\"existingSecret\":\"\",\"generate\":true}");

    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip-chart-").FullName;
    private readonly PostgresServer _database = PostgresServer.Start(parent: Directory.Exists("/dev/shm") ? "/dev/shm" : null);

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_control_node_and_an_admin_process_are_a_home_agent_and_end_in_order()
    {
        string[] common = [.. Files(), $"--Store:ConnectionString={_database.CreateDatabase()}", $"--Cluster:Seeds:0={Control}:4055", $"--Cluster:Seeds:1={Control}:4055", $"--Cluster:Seeds:2={Control}:4055"];
        using var control = Start("control", Control, common);
        using var admin = Start("admin", Admin, common);
        await control.ReadyAsync();
        await admin.ReadyAsync();

        Assert.Equal("[]", await admin.Http.GetStringAsync("api/v1/bindings"));
        using var none = await control.Http.GetAsync("api/v1/bindings");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Contains("dsmip_cluster_certificate_expiry_timestamp_seconds ", await control.Http.GetStringAsync("metrics"), StringComparison.Ordinal);

        var nodes = Path.Combine(_directory, "nodes.jsonl");
        await File.WriteAllTextAsync(nodes, MobileNode);
        using var import = RenderedProcess.Start(PodEnvironment.Of(Cluster, Cluster.Component("admin")), null, ["import", nodes, .. Own(Admin), .. common]);
        Assert.True(import.End() == 0, import.Said);
        Assert.Contains("1 added", import.Said, StringComparison.Ordinal);

        Assert.Equal((0, 0), (admin.Terminate(), control.Terminate()));
    }

    private static string Loopback(int last) => string.Create(CultureInfo.InvariantCulture, $"127.77.{Environment.ProcessId % 250}.{last}");

    private static RenderedProcess Start(string component, string address, string[] common) => RenderedProcess.Start(
        PodEnvironment.Of(Cluster, Cluster.Component(component)), new Uri($"http://{address}:8191"), [.. Own(address), .. common]);

    private static string[] Own(string address) => [$"--Cluster:Host={address}", $"--Cluster:Listen={address}", $"--Admin:Listen=http://{address}:8191"];

    /// <summary>What the chart makes itself, where a pod has it mounted.</summary>
    private IEnumerable<string> Files()
    {
        foreach (var (key, file) in new[] { ("Cluster:Tls:Certificate", "tls.crt"), ("Cluster:Tls:PrivateKey", "tls.key"), ("Cluster:Tls:CaCertificate", "ca.crt"), ("Store:KeyFile", "store.key") })
        {
            var path = Path.Combine(_directory, file);
            File.WriteAllBytes(path, Cluster.All<V1Secret>().Single(secret => secret.Data.ContainsKey(file)).Data[file]);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            yield return $"--{key}={path}";
        }
    }
}
