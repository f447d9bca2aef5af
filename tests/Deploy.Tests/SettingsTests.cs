using DsMip.Deploy.Tests.Support;
using DsMip.HomeAgent.Options;
using DsMip.Wire;
using Microsoft.Extensions.Configuration;

namespace DsMip.Deploy.Tests;

/// <summary>The daemon takes what the chart gives it, checked by the daemon's own reader.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip-chart-").FullName;

    public static TheoryData<string> Examples => [.. Repository.Examples];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_home_agent_accepts_the_environment_of_every_pod(string example)
    {
        var rendering = Rendering.Of(example);
        Assert.All(Pods(rendering), pod => Assert.NotNull(Options(rendering, pod.Workload, pod.Ordinal)));
    }

    [Fact]
    public void The_pods_of_a_cluster_agree_on_all_but_who_they_are()
    {
        var rendering = Rendering.Of("cluster");
        var all = Pods(rendering).Select(pod => Options(rendering, pod.Workload, pod.Ordinal)).ToArray();
        Assert.Equal(3 + 2 + 2, all.Length);
        Assert.All(all, options =>
        {
            Assert.Equal(all[0].Cluster.Seeds.AsEnumerable(), options.Cluster.Seeds.AsEnumerable());
            Assert.Equal(all[0].Edges.Select(edge => edge.Name), options.Edges.Select(edge => edge.Name));
            Assert.Equal(all[0].Store, options.Store);
            Assert.NotNull(options.Cluster.Tls);
            Assert.Equal(TimeSpan.FromHours(1), options.MaximumLifetime);
        });
        Assert.Equal([NodeRoles.Control, NodeRoles.Edge, NodeRoles.Admin], Roles(rendering));
    }

    [Fact]
    public void The_seeds_are_the_control_nodes_as_their_service_names_them()
    {
        var rendering = Rendering.Of("cluster");
        var control = rendering.Component("control");
        var hosts = Enumerable.Range(0, control.Replicas).Select(i => Options(rendering, control, i)).Select(options => $"{options.Cluster.Host}:{options.Cluster.Port}").ToArray();
        Assert.Equal(hosts, Options(rendering, control, 0).Cluster.Seeds.Select(seed => seed.ToString()));
        Assert.Equal($"trial-dsmip-control-1.{control.ServiceName}.mobile.svc.cluster.local:4055", hosts[1]);
    }

    [Fact]
    public void Every_edge_is_one_of_the_edges()
    {
        var rendering = Rendering.Of("cluster");
        var edge = rendering.Component("edge");
        var names = Enumerable.Range(0, edge.Replicas).Select(i => Options(rendering, edge, i).EdgeName).ToArray();
        Assert.Equal(Options(rendering, edge, 0).Edges.Select(one => one.Name), names);
    }

    [Fact]
    public void Edges_of_a_daemon_set_are_named_after_their_nodes()
    {
        var rendering = Rendering.Of(
            "cluster", "edge.kind=\"DaemonSet\"",
            """edge.edges=[{"name":"node-0","blocks":["2001:db8:1::/65"]},{"name":"node-1","blocks":["2001:db8:1:0:8000::/65"]}]""");
        var edge = rendering.Component("edge");
        Assert.Equal(["node-0", "node-1"], Enumerable.Range(0, 2).Select(i => Options(rendering, edge, i).EdgeName));
    }

    [Fact]
    public void A_single_process_does_everything_with_sqlite_in_its_volume()
    {
        var rendering = Rendering.Of("trial");
        var single = rendering.Component("single");
        var options = Options(rendering, single, 0);
        Assert.Equal((NodeRoles.All, StoreProvider.Sqlite), (options.Roles, options.Store.Provider));
        var volume = Assert.Single(single.HomeAgent.VolumeMounts, mount => mount.Name == "data").MountPath;
        Assert.StartsWith($"Data Source={volume}/", options.Store.ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_are_those_that_the_daemon_has_by_default()
    {
        var rendering = Rendering.Of("cluster");
        Assert.All(rendering.HomeAgents, workload =>
        {
            var ports = workload.HomeAgent.Ports.ToDictionary(port => port.Name, port => port.ContainerPort);
            var options = Options(rendering, workload, 0);
            var everybody = options.Admin.HealthListen ?? options.Admin.Listen;
            Assert.Equal((Defaults().Admin.Listen.Port, Defaults().Admin.Listen.Port), (ports["admin"], everybody.Port));
            Assert.Equal(options.Cluster.Port, ports["cluster"]);
            if (workload.Component == "edge") Assert.Equal(Port.DsMip, ports["dsmip"]);
        });
    }

    [Fact]
    public void The_api_is_for_others_with_a_certificate_and_a_token_only()
    {
        var open = Rendering.Of("cluster");
        var options = Options(open, open.Component("admin"), 0).Admin;
        Assert.Equal("https://0.0.0.0:8190", options.Listen.OriginalString);
        Assert.Equal(("operations", AdminScope.Write), (Assert.Single(options.Tokens).Name, options.Tokens[0].Scope));
        Assert.Contains(open.Component("admin").HomeAgent.VolumeMounts, mount => options.Tls!.Certificate == $"{mount.MountPath}/tls.crt");
        Assert.Equal(8190, open.Component("admin").HomeAgent.Ports.Single(port => port.Name == "api").ContainerPort);

        var closed = Rendering.Of("kernel-ipsec");
        Assert.All(closed.HomeAgents, workload => Assert.True(Options(closed, workload, 0).Admin is { Listen.IsLoopback: true } || !Options(closed, workload, 0).Roles.HasFlag(NodeRoles.Admin)));

        var foreign = Rendering.Of("cluster", """admin.api={"tlsSecret":"dsmip-api","tokens":[],"oidc":{"authority":"https://login.example.org/realm","audience":"dsmip"}}""");
        Assert.Equal("dsmip", Options(foreign, foreign.Component("admin"), 0).Admin.Oidc!.Audience);
    }

    [Fact]
    public void Settings_keep_their_values_and_lists_their_order()
    {
        var rendering = Rendering.Of(
            "trial", "settings.ForceUdp=true", "settings.Ipv4PrefixPools=[\"203.0.113.0/25\",\"203.0.113.128/25\"]", "settings.TunnelMtu=9000",
            "settings.HomeLink={\"Interface\":\"home0\",\"DuplicateAddressDetection\":false}", "settings.Logging={\"LogLevel\":{\"Akka.Remote\":\"Warning\"}}");
        var single = rendering.Component("single");
        var options = Options(rendering, single, 0);
        Assert.Equal((true, 9000, "home0", false), (options.ForceUdp, options.TunnelMtu, options.HomeLink, options.DuplicateAddressDetection));
        var environment = PodEnvironment.Of(rendering, single);
        Assert.Equal("203.0.113.128/25", environment["DSMIP__Ipv4PrefixPools__1"]);
        Assert.Equal("Warning", environment["DSMIP__Logging__LogLevel__Akka.Remote"]);
    }

    [Fact]
    public void The_home_agent_is_told_which_addresses_are_no_mobile_nodes()
    {
        var rendering = Rendering.Of("cluster", "nodeNetworks=[\"10.1.0.0/16\",\"2001:db8:ff::/64\"]", "settings.SourceTranslation={\"KnownNats\":[\"10.1.7.0/24\"]}");
        var policy = Options(rendering, rendering.Component("control"), 0).SourceTranslation;
        Assert.Equal([Ipv4Prefix.Parse("10.1.0.0/16"), Ipv4Prefix.Parse("10.244.0.0/16")], policy.Own.AsEnumerable());
        Assert.Equal([Ipv4Prefix.Parse("10.1.7.0/24")], policy.KnownNats.AsEnumerable());
    }

    [Fact]
    public void Pods_with_ipv6_addresses_listen_there()
    {
        var environment = PodEnvironment.Of(Rendering.Of("cluster", "ipFamily=\"IPv6\""), Rendering.Of("cluster", "ipFamily=\"IPv6\"").Component("control"));
        Assert.Equal("http://[::]:8191", environment["DSMIP__Admin__Listen"]);
    }

    [Fact]
    public void Charon_and_the_home_agent_have_the_same_socket_and_the_certificate_is_there()
    {
        var rendering = Rendering.Of("kernel-ipsec");
        var edge = rendering.Component("edge");
        var options = Options(rendering, edge, 0);
        var charon = Assert.Single(edge.Pod.InitContainers, container => container.Name == "charon");
        Assert.Equal("Always", charon.RestartPolicy);
        Assert.Contains(options.Ike!.ViciSocket, charon.StartupProbe.Exec.Command);
        var shared = Assert.Single(charon.VolumeMounts);
        Assert.Contains(edge.HomeAgent.VolumeMounts, mount => mount.Name == shared.Name && mount.MountPath == shared.MountPath);
        var certificate = Assert.Single(edge.HomeAgent.VolumeMounts, mount => mount.Name == "ike-certificate");
        Assert.Equal($"{certificate.MountPath}/tls.crt", PodEnvironment.Of(rendering, edge)["DSMIP__Ike__Certificate"]);
    }

    private static IEnumerable<(Workload Workload, int Ordinal)> Pods(Rendering rendering) =>
        rendering.HomeAgents.SelectMany(workload => Enumerable.Range(0, workload.Replicas).Select(ordinal => (workload, ordinal)));

    private IEnumerable<NodeRoles> Roles(Rendering rendering) =>
        new[] { "control", "edge", "admin" }.Select(component => Options(rendering, rendering.Component(component), 0).Roles);

    private static HomeAgentOptions Defaults() => HomeAgentOptionsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new("HomeAgentAddress", "2001:db8:1::1"), new("HomePrefix", "2001:db8:1::/64")]).Build());

    private HomeAgentOptions Options(Rendering rendering, Workload workload, int ordinal) =>
        HomeAgentOptionsReader.Read(PodEnvironment.Of(rendering, workload, ordinal).Configuration(Elsewhere(rendering, workload)));

    /// <summary>A mobile node of the Secret; the script of the ConfigMap and the files of IKE, if they are mounted, where this machine has them.</summary>
    private IEnumerable<KeyValuePair<string, string?>> Elsewhere(Rendering rendering, Workload workload)
    {
        foreach (var mount in workload.HomeAgent.VolumeMounts.Where(mount => mount.Name == "ike-certificate"))
            foreach (var (key, value) in PodEnvironment.Of(rendering, workload).Settings("Ike:").Where(setting => setting.Value.StartsWith(mount.MountPath + "/", StringComparison.Ordinal)))
            {
                var copy = Path.Combine(_directory, Path.GetFileName(value));
                File.WriteAllText(copy, "a certificate or a key");
                yield return new(key, copy);
            }
        if (workload.HomeAgent.VolumeMounts.Any(mount => mount.Name == "nodes"))
        {
            yield return new("MobileNodes:0:HomeAddress", "2001:db8:1::50");
            foreach (var setting in PodEnvironment.Of(rendering, workload).Settings("Ike:").Any() ? Negotiated : ByHand) yield return setting;
        }
        if (workload.Pod.Volumes.FirstOrDefault(volume => volume.Name == "route") is not { } route) yield break;
        var file = Path.Combine(_directory, "route");
        File.WriteAllText(file, rendering.ConfigMap(route.ConfigMap.Name).Data["route"]);
        yield return new("Edge:RouteCommand", file);
    }

    private static readonly KeyValuePair<string, string?>[] Negotiated =
        [new("MobileNodes:0:Ike:Identity", "alice@example.org"), new("MobileNodes:0:Ike:PresharedKey", "a secret of two"), new("MobileNodes:0:ProtectPayload", "true")];

    private static readonly KeyValuePair<string, string?>[] ByHand =
    [
        new("MobileNodes:0:BindingUpdate:Spi", "4097"), new("MobileNodes:0:BindingUpdate:EncryptionKey", new string('1', 40)),
        new("MobileNodes:0:BindingAcknowledgement:Spi", "8193"), new("MobileNodes:0:BindingAcknowledgement:EncryptionKey", new string('2', 40)),
    ];
}
