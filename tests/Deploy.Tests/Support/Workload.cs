using k8s.Models;

namespace DsMip.Deploy.Tests.Support;

/// <summary>A StatefulSet, DaemonSet or Deployment: what runs pods.</summary>
internal sealed record Workload(V1ObjectMeta Metadata, V1LabelSelector Selector, V1PodTemplateSpec Template, int Replicas, string? ServiceName)
{
    public string Name => Metadata.Name;

    public V1PodSpec Pod => Template.Spec;

    public string Component => Metadata.Labels["app.kubernetes.io/component"];

    public V1Container HomeAgent => Pod.Containers.Single(container => container.Name == "home-agent");

    public IEnumerable<V1Container> Containers => [.. Pod.InitContainers ?? [], .. Pod.Containers];

    public override string ToString() => Name;

    public static Workload? TryFrom(object manifest) => manifest switch
    {
        V1StatefulSet set => new(set.Metadata, set.Spec.Selector, set.Spec.Template, set.Spec.Replicas ?? 1, set.Spec.ServiceName),
        V1DaemonSet set => new(set.Metadata, set.Spec.Selector, set.Spec.Template, 1, null),
        V1Deployment deployment => new(deployment.Metadata, deployment.Spec.Selector, deployment.Spec.Template, deployment.Spec.Replicas ?? 1, null),
        _ => null,
    };

    public bool IsSelectedBy(IDictionary<string, string> labels) =>
        labels.All(label => Template.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value);
}
