using System.Collections.Concurrent;
using DsMip.Deploy.Tests.Models;
using k8s;
using k8s.Models;

namespace DsMip.Deploy.Tests.Support;

/// <summary>What the chart makes of an example, read strictly: a field that Kubernetes does not know is an error.</summary>
internal sealed class Rendering
{
    private static readonly Dictionary<string, Type> Known = new()
    {
        ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(ServiceMonitor),
        ["monitoring.coreos.com/v1/PrometheusRule"] = typeof(PrometheusRule),
        ["cert-manager.io/v1/Certificate"] = typeof(Certificate),
    };

    private static readonly ConcurrentDictionary<string, Rendering> Cache = new();

    private Rendering(string manifests) => Objects = [.. KubernetesYaml.LoadAllFromString(manifests, Known, strict: true)];

    public IReadOnlyList<object> Objects { get; }

    public IEnumerable<Workload> Workloads => Objects.Select(Workload.TryFrom).OfType<Workload>();

    /// <summary>Those that run the home agent.</summary>
    public IEnumerable<Workload> HomeAgents => Workloads.Where(workload => workload.Component != "postgresql");

    public static Rendering Of(string example, params string[] sets) =>
        Cache.GetOrAdd(string.Join('\n', [example, .. sets]), _ => new Rendering(Helm.Template(example, sets).Succeeded()));

    public IEnumerable<T> All<T>() => Objects.OfType<T>();

    public Workload Component(string name) => Workloads.Single(workload => workload.Component == name);

    public V1ConfigMap ConfigMap(string name) => All<V1ConfigMap>().Single(map => map.Metadata.Name == name);
}
