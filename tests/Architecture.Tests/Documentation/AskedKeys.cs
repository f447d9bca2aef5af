using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace DsMip.Architecture.Tests.Documentation;

/// <summary>A source of settings that remembers which keys it was asked for. Numbers in keys are written <c>n</c>, as the documentation does.</summary>
internal sealed partial class AskedKeys : ConfigurationProvider, IConfigurationSource
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public AskedKeys(IEnumerable<KeyValuePair<string, string>> settings) => Data = settings.ToDictionary(entry => entry.Key, entry => (string?)entry.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that have a value of their own: a section is none.</summary>
    public IEnumerable<string> Keys
    {
        get
        {
            var keys = _asked.Select(key => LastNumber().Replace(Number().Replace(key, ":n$1"), "")).ToHashSet();
            return keys.Where(key => !keys.Any(other => other.StartsWith(key + ":", StringComparison.Ordinal)));
        }
    }

    public IConfiguration Configuration => new ConfigurationBuilder().Add(this).Build();

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override bool TryGet(string key, out string? value)
    {
        _asked.Add(key);
        return base.TryGet(key, out value);
    }

    [GeneratedRegex(@":\d+(:|$)")]
    private static partial Regex Number();

    [GeneratedRegex(":n$")]
    private static partial Regex LastNumber();
}
