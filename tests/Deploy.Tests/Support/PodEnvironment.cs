using System.Text.RegularExpressions;
using k8s.Models;
using Microsoft.Extensions.Configuration;

namespace DsMip.Deploy.Tests.Support;

/// <summary>The variables that the kubelet gives the home agent of one pod, and the configuration that the daemon reads from them.</summary>
internal sealed partial class PodEnvironment
{
    private const string Prefix = "DSMIP__";
    private readonly Dictionary<string, string> _variables = [];

    private PodEnvironment(Rendering rendering, Workload workload, int ordinal)
    {
        foreach (var source in workload.HomeAgent.EnvFrom)
            foreach (var (key, value) in rendering.ConfigMap(source.ConfigMapRef.Name).Data) _variables[key] = value;
        foreach (var variable in workload.HomeAgent.Env) _variables[variable.Name] = Expand(variable.Value ?? Given(variable.ValueFrom, workload, ordinal));
    }

    public IReadOnlyDictionary<string, string> Variables => _variables;

    public string this[string name] => _variables[name];

    public static PodEnvironment Of(Rendering rendering, Workload workload, int ordinal = 0) => new(rendering, workload, ordinal);

    /// <param name="beginning">Of their keys, which are as <c>--Key=value</c> has them.</param>
    public IEnumerable<KeyValuePair<string, string>> Settings(string beginning = "") => _variables
        .Where(entry => entry.Key.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(entry => KeyValuePair.Create(entry.Key[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), entry.Value))
        .Where(entry => entry.Key.StartsWith(beginning, StringComparison.Ordinal));

    /// <param name="others">Settings that win: what the file of a Secret would say, and files that are elsewhere here.</param>
    public IConfiguration Configuration(IEnumerable<KeyValuePair<string, string?>> others) => new ConfigurationBuilder()
        .AddInMemoryCollection(Settings().Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value)))
        .AddInMemoryCollection(others)
        .Build();

    private static string Given(V1EnvVarSource source, Workload workload, int ordinal) => source switch
    {
        { SecretKeyRef: not null } => "Host=db.example.org;Username=dsmip;Password=secret;Database=dsmip",
        { FieldRef.FieldPath: "metadata.name" } => $"{workload.Name}-{ordinal}",
        { FieldRef.FieldPath: "spec.nodeName" } => $"node-{ordinal}",
        { FieldRef.FieldPath: "status.podIP" } => "10.244.1.7",
        { FieldRef.FieldPath: var path } => throw new InvalidOperationException($"no value for {path}"),
        _ => throw new InvalidOperationException("a variable without value"),
    };

    /// <summary>Only variables that stand before it, as Kubernetes does.</summary>
    private string Expand(string value) => Reference().Replace(value, match => _variables[match.Groups[1].Value]);

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex Reference();
}
