using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
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
    private const string Token = "dsmip_of_the_tests";
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
        string[] ofAdmin = [.. Address(Admin), .. Api(), .. common];
        using var control = RenderedProcess.Start(Environment("control"), new Uri($"http://{Control}:8191"), [$"--Admin:Listen=http://{Control}:8191", .. Address(Control), .. common]);
        using var admin = RenderedProcess.Start(Environment("admin"), new Uri($"http://{Admin}:8191"), ofAdmin);
        await control.ReadyAsync();
        await admin.ReadyAsync();

        Assert.Equal((HttpStatusCode.OK, "[]"), await BindingsAsync(Token));
        Assert.Equal(HttpStatusCode.Unauthorized, (await BindingsAsync("dsmip_another")).Status);
        foreach (var process in new[] { control, admin })
        {
            using var none = await process.Http.GetAsync("api/v1/bindings");
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
        Assert.Contains("dsmip_cluster_certificate_expiry_timestamp_seconds{} ", await control.Http.GetStringAsync("metrics"), StringComparison.Ordinal);

        var nodes = Path.Combine(_directory, "nodes.jsonl");
        await File.WriteAllTextAsync(nodes, MobileNode);
        using var import = RenderedProcess.Start(Environment("admin"), null, ["import", nodes, .. ofAdmin]);
        Assert.True(import.End() == 0, import.Said);
        Assert.Contains("1 added", import.Said, StringComparison.Ordinal);

        Assert.Equal((0, 0), (admin.Terminate(), control.Terminate()));
    }

    private static string Loopback(int last) => string.Create(CultureInfo.InvariantCulture, $"127.77.{System.Environment.ProcessId % 250}.{last}");

    private static PodEnvironment Environment(string component) => PodEnvironment.Of(Cluster, Cluster.Component(component));

    private static string[] Address(string address) => [$"--Cluster:Host={address}", $"--Cluster:Listen={address}"];

    /// <summary>With the certificate of the cluster for one of its own.</summary>
    private string[] Api() =>
    [
        $"--Admin:Listen=https://{Admin}:8190", $"--Admin:HealthListen=http://{Admin}:8191", $"--Admin:Tls:Certificate={_directory}/tls.crt", $"--Admin:Tls:PrivateKey={_directory}/tls.key",
        $"--Admin:Tokens:0:Sha256={Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(Token)))}",
    ];

    private static async Task<(HttpStatusCode Status, string Text)> BindingsAsync(string token)
    {
        using var http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{Admin}:8190/api/v1/bindings") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

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
