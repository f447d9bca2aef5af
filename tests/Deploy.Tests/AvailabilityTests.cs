using DsMip.Deploy.Tests.Support;
using DsMip.HomeAgent.Admin;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DsMip.Deploy.Tests;

/// <summary>Pods are asked, spread and ended so that a home agent of several processes stays one.</summary>
public sealed class AvailabilityTests
{
    /// <summary>The daemon gives itself 90 s to hand over and leave.</summary>
    private const int HandOver = 90;

    public static TheoryData<string> Examples => [.. Repository.Examples];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_home_agent_has_the_three_probes_on_paths_that_it_answers(string example) => Assert.All(Rendering.Of(example).HomeAgents, workload =>
    {
        var container = workload.HomeAgent;
        Assert.Equal(["/health/live", "/health/live", "/health/ready"], new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe }.Select(probe => probe.HttpGet.Path));
        Assert.All([container.StartupProbe, container.LivenessProbe, container.ReadinessProbe], probe =>
        {
            Assert.Contains(probe.HttpGet.Path, Answered());
            Assert.Contains(container.Ports, port => port.Name == probe.HttpGet.Port.Value);
        });
    });

    /// <summary>On the node's own network a name or address without host would be the node's, where nobody listens.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void A_probe_asks_where_the_process_listens(string example) => Assert.All(Rendering.Of(example).HomeAgents, workload =>
    {
        var environment = PodEnvironment.Of(Rendering.Of(example), workload);
        var listen = new Uri(environment.Settings("Admin:HealthListen").Select(setting => setting.Value).FirstOrDefault() ?? environment["DSMIP__Admin__Listen"]);
        var host = workload.HomeAgent.ReadinessProbe.HttpGet.Host;
        Assert.Equal(listen.IsLoopback, host is not null);
        if (host is not null) Assert.Equal(listen.Host, host);
    });

    [Theory]
    [MemberData(nameof(Examples))]
    public void Nobody_is_killed_while_it_hands_over(string example) =>
        Assert.All(Rendering.Of(example).HomeAgents, workload => Assert.InRange(workload.Pod.TerminationGracePeriodSeconds ?? 0, HandOver + 10, 600));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_role_is_evicted_one_at_a_time(string example)
    {
        var rendering = Rendering.Of(example);
        Assert.All(rendering.HomeAgents, workload =>
        {
            var budget = Assert.Single(rendering.All<V1PodDisruptionBudget>(), budget => workload.IsSelectedBy(budget.Spec.Selector.MatchLabels));
            Assert.Equal("1", budget.Spec.MaxUnavailable.Value);
        });
    }

    [Fact]
    public void Control_nodes_are_on_different_machines_and_start_together()
    {
        var rendering = Rendering.Of("cluster");
        var control = rendering.Component("control");
        var spread = control.Pod.TopologySpreadConstraints.ToDictionary(constraint => constraint.TopologyKey);
        Assert.Equal("DoNotSchedule", spread["kubernetes.io/hostname"].WhenUnsatisfiable);
        Assert.Equal("ScheduleAnyway", spread["topology.kubernetes.io/zone"].WhenUnsatisfiable);
        Assert.All(spread.Values, constraint => Assert.True(control.IsSelectedBy(constraint.LabelSelector.MatchLabels)));
        Assert.Equal("Parallel", rendering.All<V1StatefulSet>().Single(set => set.Metadata.Name == control.Name).Spec.PodManagementPolicy);
    }

    [Fact]
    public void Members_find_each_other_before_they_are_ready() =>
        Assert.True(Rendering.Of("cluster").All<V1Service>().Single(service => service.Metadata.Name == "trial-dsmip-control").Spec.PublishNotReadyAddresses);

    [Theory]
    [MemberData(nameof(Examples))]
    public void Two_edges_are_never_on_one_machine(string example)
    {
        foreach (var edge in Rendering.Of(example).HomeAgents.Where(workload => workload.Component is "edge" or "single"))
        {
            var term = Assert.Single(edge.Pod.Affinity.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution);
            Assert.Equal("kubernetes.io/hostname", term.TopologyKey);
            Assert.True(edge.IsSelectedBy(term.LabelSelector.MatchLabels));
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Only_what_touches_the_network_has_capabilities_and_nobody_gains_any(string example) => Assert.All(Rendering.Of(example).HomeAgents, workload =>
    {
        var security = workload.HomeAgent.SecurityContext;
        Assert.Equal(["ALL"], security.Capabilities.Drop);
        Assert.False(security.AllowPrivilegeEscalation);
        Assert.True(security.ReadOnlyRootFilesystem);
        var forwards = workload.Component is "edge" or "single";
        Assert.Equal(forwards ? ["NET_ADMIN", "NET_RAW", "SETUID", "SETGID", "SETPCAP"] : [], security.Capabilities.Add ?? []);
        Assert.Equal(!forwards, security.RunAsNonRoot ?? false);
        Assert.Equal(forwards, workload.Pod.Volumes.Any(volume => volume.HostPath?.Path == "/dev/net/tun"));
        Assert.Equal(forwards, workload.Pod.HostNetwork ?? false);
        Assert.False(workload.Pod.AutomountServiceAccountToken);
    });

    [Fact]
    public void With_multus_an_edge_has_a_network_of_its_own()
    {
        var edge = Rendering.Of("cluster", """edge.network={"mode":"multus","multusNetworks":"uplink@eth1"}""").Component("edge");
        Assert.Null(edge.Pod.HostNetwork);
        Assert.Equal("uplink@eth1", edge.Template.Metadata.Annotations["k8s.v1.cni.cncf.io/networks"]);
    }

    [Fact]
    public void The_tunnel_device_may_come_from_a_device_plugin()
    {
        var edge = Rendering.Of("cluster", "edge.tun.resourceName=\"squat.ai/tun\"").Component("edge");
        Assert.Equal("1", edge.HomeAgent.Resources.Limits["squat.ai/tun"].ToString());
        Assert.Equal("2Gi", edge.HomeAgent.Resources.Limits["memory"].ToString());
        Assert.DoesNotContain(edge.Pod.Volumes, volume => volume.HostPath is not null);
    }

    [Fact]
    public void An_edge_puts_the_addresses_of_the_home_agent_on_an_interface()
    {
        var edge = Rendering.Of("cluster").Component("edge");
        var script = Assert.Single(edge.Pod.InitContainers, container => container.Name == "addresses").Command[^1];
        Assert.Equal("ip -6 addr replace 2001:db8:1::1/128 dev lo nodad\nip addr replace 192.0.2.2/32 dev lo\n", script);
        Assert.DoesNotContain(edge.Pod.InitContainers, container => container.SecurityContext.Privileged == true);
    }

    private static string[] Answered()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore().AddSingleton<Readiness>().AddSingleton<HomeAgentMetrics>().AddTelemetry(new TelemetryOptions());
        var application = builder.Build();
        application.MapHealth();
        return [.. ((IEndpointRouteBuilder)application).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!)];
    }
}
