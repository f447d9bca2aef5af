using System.Diagnostics;
using System.Text.RegularExpressions;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.MobileNode.Configuration;
using Microsoft.Extensions.Configuration;

namespace DsMip.Architecture.Tests;

/// <summary>docker-compose.yml says what the daemons understand, and its parts agree with each other.</summary>
public sealed class ComposeTests
{
    private static readonly ComposeFile Compose = new();

    private static IEnumerable<string> HomeAgents => Compose.Services.Where(service => Compose.Image(service) == "dsmip-ha");

    private static IEnumerable<string> Edges => HomeAgents.Where(service => Compose.Settings(service)["Roles"] == "edge");

    private static IEnumerable<string> Controls => HomeAgents.Except(Edges);

    [Fact]
    public void There_are_three_control_nodes_and_two_edges() => Assert.Equal((3, 2), (Controls.Count(), Edges.Count()));

    [Fact]
    public void The_daemons_accept_all_settings()
    {
        foreach (var service in HomeAgents)
        {
            var options = HomeAgentOptionsReader.Read(Configuration(service, "MobileNodes:0:"));
            Assert.Equal(StoreProvider.PostgreSql, options.Store.Provider);
        }

        var mobileNode = MobileNodeOptionsReader.Read(Configuration("mn", ""));
        Assert.Equal(Compose.Settings("mn")["HomeAddress"], mobileNode.HomeAddress.ToString());
    }

    [Fact]
    public void Every_home_agent_is_reached_by_the_name_of_its_service_and_has_that_names_certificate()
    {
        foreach (var service in HomeAgents)
        {
            var settings = Compose.Settings(service);
            Assert.Equal(service, settings["Cluster:Host"]);
            Assert.Equal($"/etc/dsmip/{service}.pem", settings["Cluster:Tls:Certificate"]);
            Assert.Equal($"/etc/dsmip/{service}.key", settings["Cluster:Tls:PrivateKey"]);
            Assert.Contains($" {service} ", ComposeFile.Script("init.sh").Replace(";", " ", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Equal(Controls.Select(control => $"{control}:{settings["Cluster:Port"]}"), Values(settings, "Cluster:Seeds:"));
            Assert.StartsWith("Host=db;", settings["Store:ConnectionString"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void All_home_agents_agree_on_everything_but_who_they_are()
    {
        static IEnumerable<KeyValuePair<string, string>> Common(string service) => Compose.Settings(service)
            .Where(setting => !setting.Key.StartsWith("Edge:", StringComparison.Ordinal) && setting.Key is not ("Roles" or "Cluster:Host" or "Cluster:Tls:Certificate" or "Cluster:Tls:PrivateKey"))
            .OrderBy(setting => setting.Key, StringComparer.Ordinal);
        Assert.All(HomeAgents, service => Assert.Equal(Common("c1"), Common(service)));
        Assert.Equal(Edges, Compose.Settings("c1").Where(s => s.Key.StartsWith("Edges:", StringComparison.Ordinal) && s.Key.EndsWith(":Name", StringComparison.Ordinal)).Select(s => s.Value));
        Assert.All(Edges, edge => Assert.Equal(edge, Compose.Settings(edge)["Edge:Name"]));
    }

    [Fact]
    public void The_mobile_node_and_the_home_agent_have_the_same_addresses()
    {
        var (node, homeAgent) = (Compose.Settings("mn"), Compose.Settings("c1"));
        Assert.All(["HomeAgentAddress", "HomeAgentIpv4Address", "HomePrefix"], key => Assert.Equal(homeAgent[key], node[key]));
        var known = ComposeFile.Script("init.sh");
        Assert.All(["HomeAddress", "Ipv4HomeAddress"], key => Assert.Contains($"\"{key}\": \"{node[key]}\"", known, StringComparison.Ordinal));
    }

    [Fact]
    public void The_scripts_know_the_addresses_that_containers_are_given()
    {
        string[] shared = [Compose.Settings("c1")["HomeAgentAddress"], Compose.Settings("c1")["HomeAgentIpv4Address"]];
        Knows("edge.sh", [.. shared, .. Compose.Addresses("router", "uplink")]);
        Knows("router.sh", [.. shared, .. Edges.SelectMany(edge => Compose.Addresses(edge, "uplink"))]);
        Knows("mobile-node.sh", [.. Compose.Addresses("router", "behind-nat"), .. Compose.Addresses("router", "six")]);
        Knows("correspondent.sh", Compose.Addresses("router", "correspondents"));
    }

    /// <summary>By the line of the script or of the documentation, as it stands there.</summary>
    [Theory]
    [InlineData("deploy/compose/init.sh", @"\[ -f store\.key \].*")]
    [InlineData("docs/cluster.md", "\\(umask[^`]*>store\\.key\\)")]
    [InlineData("src/HomeAgent/Host/Directory/SealingKey.cs", "\\(umask[^\"]*>FILE\\)")]
    public void A_key_file_that_is_made_as_we_say_is_one(string file, string line)
    {
        var command = Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, file)), line).Value.Replace("FILE", "store.key", StringComparison.Ordinal);
        Assert.NotEmpty(command);
        var directory = Directory.CreateTempSubdirectory("dsmip-key-").FullName;
        try
        {
            using var shell = Process.Start(new ProcessStartInfo("sh", ["-euc", $"umask 027; {command}"]) { WorkingDirectory = directory })!;
            shell.WaitForExit();
            Assert.Equal(0, shell.ExitCode);
            Assert.NotNull(SealingKey.Load(Path.Combine(directory, "store.key")));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Knows(string script, IEnumerable<string> addresses)
    {
        var words = ComposeFile.Script(script).Split([' ', '\n', '/', ';']);
        Assert.All(addresses, address => Assert.Contains(address, words));
    }

    private static IEnumerable<string> Values(IReadOnlyDictionary<string, string> settings, string prefix) =>
        settings.Where(setting => setting.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(setting => setting.Key, StringComparer.Ordinal).Select(setting => setting.Value);

    /// <summary>
    /// With what the service init adds: keys of the mobile node, at the home agent as its first one. Scripts are where the repository has them.
    /// </summary>
    private static IConfiguration Configuration(string service, string node)
    {
        var settings = Compose.Settings(service).ToDictionary(
            setting => setting.Key, setting => (string?)setting.Value.Replace("/opt/compose/", Path.Combine(Repository.Root, "deploy/compose/"), StringComparison.Ordinal));
        foreach (var (association, spi) in new[] { ("BindingUpdate", "4097"), ("BindingAcknowledgement", "8193") })
        {
            settings[$"{node}{association}:Spi"] = spi;
            settings[$"{node}{association}:Suite"] = "aes-gcm-16-256";
            settings[$"{node}{association}:EncryptionKey"] = new string(spi[0], 72);
        }

        if (node.Length > 0) settings[$"{node}HomeAddress"] = Compose.Settings("mn")["HomeAddress"];
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }
}
