using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace DsMip.Architecture.Tests;

/// <summary>docker-compose.yml, with its merge keys resolved.</summary>
internal sealed class ComposeFile
{
    private readonly Dictionary<object, object> _root;

    public ComposeFile()
    {
        using var reader = File.OpenText(Path.Combine(Repository.Root, "docker-compose.yml"));
        _root = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(reader)));
    }

    public IEnumerable<string> Services => Map(_root, "services").Keys.Cast<string>();

    public string Image(string service) => (string)Service(service)["image"];

    /// <summary>The settings of one of our daemons, keys as <c>--Key=value</c> has them.</summary>
    public IReadOnlyDictionary<string, string> Settings(string service) => Service(service).TryGetValue("environment", out var environment)
        ? ((Dictionary<object, object>)environment)
            .Where(entry => ((string)entry.Key).StartsWith("DSMIP__", StringComparison.Ordinal))
            .ToDictionary(entry => ((string)entry.Key)["DSMIP__".Length..].Replace("__", ":", StringComparison.Ordinal), entry => (string)entry.Value)
        : new Dictionary<string, string>();

    /// <summary>A service's addresses on a network, IPv4 first; those that it is not given are left out.</summary>
    public IReadOnlyList<string> Addresses(string service, string network)
    {
        var given = Map(Map(Service(service), "networks"), network);
        return [.. new[] { "ipv4_address", "ipv6_address" }.Where(given.ContainsKey).Select(key => (string)given[key])];
    }

    public static string Script(string name) => File.ReadAllText(Path.Combine(Repository.Root, "deploy", "compose", name));

    private Dictionary<object, object> Service(string name) => Map(Map(_root, "services"), name);

    private static Dictionary<object, object> Map(Dictionary<object, object> parent, string key) => (Dictionary<object, object>)parent[key];
}
