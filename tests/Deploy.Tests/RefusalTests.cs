using DsMip.Deploy.Tests.Support;

namespace DsMip.Deploy.Tests;

/// <summary>What would go wrong without saying so does not come out of the chart; one line names the value and the remedy.</summary>
public sealed class RefusalTests
{
    private const string Service = """edge.service={"enabled":true}""";
    private const string OneEdge = """edge.edges=[{"blocks":["2001:db8:1::/64"]}]""";

    [Theory]
    [InlineData("cluster", "mode=\"multi\"", "/mode")]
    [InlineData("cluster", "controls={}", "controls")]
    [InlineData("cluster", "control.replicas=0", "/control/replicas")]
    [InlineData("cluster", "cluster.port=70000", "/cluster/port")]
    [InlineData("cluster", "telemetry.otlpEndpoint=\"http://user:secret@collector:4317\"", "/telemetry/otlpEndpoint")]
    [InlineData("cluster", "telemetry.otlpEndpoint=\"http://collector:4317/?token=secret\"", "/telemetry/otlpEndpoint")]
    [InlineData("cluster", "telemetry.traceRatio=2", "/telemetry/traceRatio")]
    [InlineData("cluster", """admin.api.tokens=[{"name":"a","sha256":"secret"}]""", "/admin/api/tokens/0/sha256")]
    [InlineData("cluster", """edge.edges=[{"blocks":["2001:db8:1::"]}]""", "/edge/edges/0/blocks/0")]
    public void Values_that_do_not_fit_the_schema(string example, string set, string named) => Refused(named, example, set);

    [Theory]
    [InlineData("cluster", "settings.HomePrefix=null", "settings.HomePrefix is required")]
    [InlineData("cluster", "settings.Roles=\"edge\"", "settings.Roles is set by the chart")]
    [InlineData("cluster", """settings.cluster={"Port":1}""", "settings.cluster is set by the chart")]
    [InlineData("cluster", """settings.Store={"Provider":"Sqlite"}""", "settings.Store.Provider is set by the chart")]
    [InlineData("cluster", """settings.ipsec="Kernel" """, "settings.ipsec: the chart reads this key and wants it as docs/configuration.md writes it")]
    [InlineData("cluster", """settings={"HomeAgentAddress":"2001:db8:1::1","HomePrefix":"2001:db8:1::/64","Store:KeepReplaced":"00:01:00"}""", "settings.Store:KeepReplaced: write one level a key")]
    [InlineData("cluster", """settings.SourceTranslation={"OwnNetworks":["10.0.0.0/8"]}""", "settings.SourceTranslation.OwnNetworks is set by the chart")]
    [InlineData("cluster", """settings.NameUpdates={"keyfile":"/k"}""", "settings.NameUpdates.keyfile is set by the chart, from nameUpdates.keySecret")]
    [InlineData("cluster", """settings.nameUpdates={"KeyFile":"/k"}""", "settings.nameUpdates.KeyFile is set by the chart")]
    [InlineData("cluster", """settings.NameUpdates={"Server":"192.0.2.53"}""", "settings.NameUpdates needs nameUpdates.keySecret")]
    [InlineData("cluster", "nameUpdates.keySecret=\"tsig\"", "nameUpdates.keySecret needs settings.NameUpdates")]
    [InlineData("cluster", """settings.telemetry={"LogFormat":"Json"}""", "settings.telemetry is set by the chart")]
    [InlineData("cluster", "telemetry.traceRatio=0.5", "need telemetry.otlpEndpoint")]
    [InlineData("cluster", "telemetry.headersSecret=\"collector\"", "need telemetry.otlpEndpoint")]
    [InlineData("cluster", "postgresql.existingSecret=\"\"", "a cluster needs PostgreSQL")]
    [InlineData("cluster", "postgresql.bundled.enabled=true", "exclude each other")]
    [InlineData("cluster", "tls.generate=true", "exactly one of tls.existingSecret")]
    [InlineData("cluster", "tls.certManager.enabled=false", "exactly one of tls.existingSecret")]
    [InlineData("cluster", "tls.certManager.issuerRef.name=\"\"", "tls.certManager.issuerRef.name is required")]
    [InlineData("cluster", "nodeNetworks=[]", "nodeNetworks is required")]
    [InlineData("cluster", "storeKey.generate=true", "storeKey.existingSecret and storeKey.generate exclude each other")]
    [InlineData("cluster", "edge.kind=\"DaemonSet\"", "edge.edges[0].name is required")]
    [InlineData("cluster", """edge={"kind":"DaemonSet","edges":[{"name":"node-0.example.org","blocks":["2001:db8:1::/65"]}]}""", "'node-0.example.org' is no name of an edge")]
    [InlineData("cluster", """edge.edges=[{"name":"a","blocks":["2001:db8:1::/65"]}]""", "is for edge.kind: DaemonSet")]
    [InlineData("cluster", "charon.enabled=true", "charon.enabled needs settings.Ipsec: Kernel")]
    [InlineData("kernel-ipsec", """edge.edges=[{"blocks":["2001:db8:1::/65"]},{"blocks":["2001:db8:1:0:8000::/65"]}]""", "charon.enabled needs a single edge")]
    [InlineData("kernel-ipsec", "charon.enabled=false", "settings.Ike needs charon.enabled")]
    [InlineData("cluster", "admin.api.tokens=[]", "others could change everything")]
    [InlineData("cluster", "admin.api.tlsSecret=\"\"", "tokens are sent over https only")]
    [InlineData("cluster", """admin.api.oidc={"authority":"https://login.example.org","audience":""}""", "admin.api.oidc needs both")]
    [InlineData("kernel-ipsec", """admin.allowFrom=[{"podSelector":{}}]""", "nobody reaches the API from elsewhere")]
    [InlineData("trial", """admin.api={"tlsSecret":"x","tokens":[{"name":"a","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}]}""", "a single process answers /api inside of its pod")]
    [InlineData("trial", OneEdge, "edge.edges needs mode: cluster")]
    [InlineData("trial", "tls.generate=true", "are for mode: cluster")]
    [InlineData("trial", "metrics.serviceMonitor.enabled=true", "listens on loopback")]
    public void Values_that_contradict_each_other(string example, string set, string said) => Refused(said, example, set);

    [Fact]
    public void Without_any_values_the_chart_says_what_it_needs() => Refused("settings.HomeAgentAddress is required: docs/configuration.md says what it is", null);

    [Fact]
    public void A_service_that_hides_source_addresses() =>
        Refused("would put addresses of nodes in place of the mobile nodes': it has to be Local", "trial", """edge.service={"enabled":true,"externalTrafficPolicy":"Cluster"}""");

    [Fact]
    public void The_pod_network_which_hides_source_addresses() =>
        Refused("In a pod network the source addresses of mobile nodes' packets get lost", "cluster", "edge.network.mode=\"pod\"");

    [Fact]
    public void A_service_without_a_word_about_whose_addresses_are_whose() => Refused("edge.service needs nodeNetworks and podNetworks", "trial", Service);

    [Fact]
    public void A_service_in_front_of_two_edges() => Refused("edge.service needs a single edge", "cluster", Service);

    [Fact]
    public void A_service_that_leads_to_a_network_where_nobody_listens() =>
        Refused("edge.service needs edge.network.mode: hostNetwork", "cluster", Service, OneEdge, """edge.network={"mode":"multus","multusNetworks":"uplink"}""");

    [Fact]
    public void Multus_without_an_interface() => Refused("edge.network.multusNetworks is required", "cluster", "edge.network.mode=\"multus\"");

    [Fact]
    public void A_service_that_leaves_source_addresses_is_rendered()
    {
        var rendering = Rendering.Of("cluster", Service, OneEdge);
        var service = rendering.All<k8s.Models.V1Service>().Single(one => one.Metadata.Name == "trial-dsmip-tunnels").Spec;
        Assert.Equal(("Local", 4191, "UDP"), (service.ExternalTrafficPolicy, service.Ports[0].Port, service.Ports[0].Protocol));
    }

    private static void Refused(string said, string? example, params string[] sets)
    {
        var result = Helm.Template(example, sets);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }
}
