using DsMip.Deploy.Tests.Models;
using DsMip.Deploy.Tests.Support;
using k8s.Models;

namespace DsMip.Deploy.Tests;

/// <summary>Labels and names by which the objects of the chart find each other.</summary>
public sealed class SelectorTests
{
    public static TheoryData<string> Examples => [.. Repository.Examples];

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_workload_selects_its_own_pods_and_nobody_elses(string example)
    {
        var workloads = Rendering.Of(example).Workloads.ToArray();
        Assert.All(workloads, one => Assert.Equal([one], workloads.Where(other => other.IsSelectedBy(one.Selector.MatchLabels))));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_service_leads_to_the_pods_of_one_workload_and_to_ports_that_they_have(string example)
    {
        var rendering = Rendering.Of(example);
        Assert.All(rendering.All<V1Service>(), service =>
        {
            var workload = Assert.Single(rendering.Workloads, workload => workload.IsSelectedBy(service.Spec.Selector));
            var ports = workload.Pod.Containers.SelectMany(container => container.Ports ?? []).ToDictionary(port => port.Name);
            Assert.All(service.Spec.Ports, port =>
            {
                Assert.Equal(port.Port, ports[port.TargetPort.Value].ContainerPort);
                Assert.Equal(port.Protocol ?? "TCP", ports[port.TargetPort.Value].Protocol ?? "TCP");
            });
        });
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_stateful_set_has_its_headless_service(string example)
    {
        var rendering = Rendering.Of(example);
        Assert.All(rendering.HomeAgents.Where(workload => workload.ServiceName is not null), workload =>
        {
            var service = Assert.Single(rendering.All<V1Service>(), service => service.Metadata.Name == workload.ServiceName);
            Assert.Equal("None", service.Spec.ClusterIP);
            Assert.True(workload.IsSelectedBy(service.Spec.Selector));
        });
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void What_a_container_mounts_is_a_volume_of_its_pod_or_a_claim(string example) => Assert.All(Rendering.Of(example).Workloads, workload =>
    {
        var claims = Rendering.Of(example).All<V1StatefulSet>().Where(set => set.Metadata.Name == workload.Name).SelectMany(set => set.Spec.VolumeClaimTemplates ?? []);
        var volumes = (workload.Pod.Volumes ?? []).Select(volume => volume.Name).Concat(claims.Select(claim => claim.Metadata.Name)).ToArray();
        Assert.Equal(volumes.Distinct(), volumes);
        Assert.All(workload.Containers.SelectMany(container => container.VolumeMounts ?? []), mount => Assert.Contains(mount.Name, volumes));
    });

    [Theory]
    [MemberData(nameof(Examples))]
    public void What_a_pod_takes_from_the_chart_is_in_the_chart(string example)
    {
        var rendering = Rendering.Of(example);
        var maps = rendering.All<V1ConfigMap>().Select(map => map.Metadata.Name).ToArray();
        var accounts = rendering.All<V1ServiceAccount>().Select(account => account.Metadata.Name).ToArray();
        Assert.All(rendering.HomeAgents, workload =>
        {
            Assert.Contains(workload.Pod.ServiceAccountName, accounts);
            Assert.All((workload.Pod.Volumes ?? []).Where(volume => volume.ConfigMap is not null), volume => Assert.Contains(volume.ConfigMap.Name, maps));
            Assert.All(workload.HomeAgent.EnvFrom, source => Assert.Contains(source.ConfigMapRef.Name, maps));
        });
    }

    [Fact]
    public void The_service_monitor_finds_the_service_of_every_role()
    {
        var rendering = Rendering.Of("cluster");
        var monitor = Assert.Single(rendering.All<ServiceMonitor>());
        var expression = Assert.Single(monitor.Spec.Selector.MatchExpressions);
        var found = rendering.All<V1Service>().Where(service =>
            monitor.Spec.Selector.MatchLabels.All(label => service.Metadata.Labels[label.Key] == label.Value)
            && expression.Values.Contains(service.Metadata.Labels[expression.Key])).ToArray();
        Assert.Equal(["trial-dsmip-admin", "trial-dsmip-control", "trial-dsmip-edge"], found.Select(service => service.Metadata.Name).Order(StringComparer.Ordinal));
        Assert.All(found, service => Assert.Contains(service.Spec.Ports, port => port.Name == monitor.Spec.Endpoints.Single().Port));
    }
}
