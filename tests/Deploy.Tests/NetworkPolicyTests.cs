using DsMip.Deploy.Tests.Support;
using k8s.Models;

namespace DsMip.Deploy.Tests;

/// <summary>Who may reach whom, as the rules of the chart say it together.</summary>
public sealed class NetworkPolicyTests
{
    [Theory]
    [InlineData("control", "control", "cluster", true)]
    [InlineData("admin", "control", "cluster", true)]
    [InlineData("control", "admin", "cluster", true)]
    [InlineData("postgresql", "control", "cluster", false)]
    [InlineData("control", "admin", "admin", false)]
    [InlineData("control", "postgresql", "postgresql", true)]
    [InlineData("admin", "postgresql", "postgresql", true)]
    [InlineData("control", "postgresql", "admin", false)]
    public void Members_reach_each_other_and_the_database_and_nothing_else(string from, string to, string port, bool isAllowed)
    {
        var rendering = Rendering.Of("kernel-ipsec");
        var source = rendering.Component(from);
        Assert.Equal(isAllowed, Peers(rendering, to, port).Any(peer => peer.PodSelector is { } selector && Matches(selector, source)));
    }

    [Theory]
    [InlineData("control", "cluster")]
    [InlineData("postgresql", "postgresql")]
    public void Edges_on_the_network_of_their_node_come_from_its_address(string to, string port) =>
        Assert.Contains(Peers(Rendering.Of("kernel-ipsec"), to, port), peer => peer.IpBlock?.Cidr == "10.1.0.0/16");

    [Fact]
    public void Only_those_named_reach_the_api()
    {
        var rendering = Rendering.Of("cluster");
        Assert.Equal(["operations"], Namespaces(rendering, "admin", "api"));
        Assert.Equal(["monitoring"], Namespaces(rendering, "admin", "admin"));
        Assert.Equal(["monitoring"], Namespaces(rendering, "control", "admin"));
    }

    [Theory]
    [InlineData("cluster")]
    [InlineData("kernel-ipsec")]
    public void Every_pod_with_a_network_of_its_own_is_under_a_policy(string example) => Assert.All(
        Rendering.Of(example).Workloads.Where(workload => workload.Pod.HostNetwork != true),
        workload => Assert.Contains(Rendering.Of(example).All<V1NetworkPolicy>(), policy => Matches(policy.Spec.PodSelector, workload)));

    private static IEnumerable<string> Namespaces(Rendering rendering, string to, string port) =>
        Peers(rendering, to, port).Select(peer => peer.NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"]).Order(StringComparer.Ordinal);

    private static IEnumerable<V1NetworkPolicyPeer> Peers(Rendering rendering, string to, string port) => rendering.All<V1NetworkPolicy>()
        .Where(policy => Matches(policy.Spec.PodSelector, rendering.Component(to)))
        .SelectMany(policy => policy.Spec.Ingress)
        .Where(rule => rule.Ports.Any(one => one.Port.Value == port))
        .SelectMany(rule => rule.FromProperty);

    private static bool Matches(V1LabelSelector selector, Workload workload) =>
        workload.IsSelectedBy(selector.MatchLabels)
        && (selector.MatchExpressions ?? []).All(expression => expression.OperatorProperty == "In" && expression.Values.Contains(workload.Template.Metadata.Labels[expression.Key]));
}
