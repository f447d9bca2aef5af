using k8s.Models;

namespace DsMip.Deploy.Tests.Models;

/// <summary>monitoring.coreos.com/v1, as far as the chart uses it.</summary>
public sealed class ServiceMonitor
{
    public string ApiVersion { get; set; } = "";
    public string Kind { get; set; } = "";
    public V1ObjectMeta Metadata { get; set; } = new();
    public ServiceMonitorSpec Spec { get; set; } = new();
}

public sealed class ServiceMonitorSpec
{
    public V1LabelSelector Selector { get; set; } = new();
    public NamespaceSelector NamespaceSelector { get; set; } = new();
    public IList<Endpoint> Endpoints { get; set; } = [];
}

public sealed class NamespaceSelector
{
    public IList<string> MatchNames { get; set; } = [];
}

public sealed class Endpoint
{
    public string Port { get; set; } = "";
    public string Path { get; set; } = "";
    public string Interval { get; set; } = "";
}
