using System.Collections.Immutable;
using System.Globalization;
using DsMip.Configuration;
using DsMip.HomeAgent.Core.Translation;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>The section <c>SourceTranslation</c>.</summary>
internal static class TranslationReader
{
    /// <exception cref="ConfigurationException">A value is wrong.</exception>
    public static TranslationPolicy Read(SettingsReader root)
    {
        var section = root.Section("SourceTranslation");
        return new TranslationPolicy(
            root.Optional<Ipv4Address>("HomeAgentIpv4Address", "an IPv4 address"), Prefixes(section, "OwnNetworks"), Prefixes(section, "KnownNats"));
    }

    private static ImmutableArray<Ipv4Prefix> Prefixes(SettingsReader section, string name) =>
        [.. section.List(name).Select(text => Ipv4Prefix.TryParse(text, CultureInfo.InvariantCulture, out var prefix)
            ? prefix
            : throw section.Wrong(name, $"'{text}' is not an IPv4 prefix such as 10.1.0.0/16"))];
}
