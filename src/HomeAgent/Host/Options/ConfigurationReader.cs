using System.Globalization;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>Reads typed values of one configuration section; every failure names the full key.</summary>
public sealed class ConfigurationReader(IConfiguration section, string prefix = "")
{
    public delegate bool Parser<T>(string text, out T value);

    public string Key(string name) => prefix + name;

    public bool Has(string name) => !string.IsNullOrWhiteSpace(section[name]);

    public ConfigurationReader Section(string name) => new(section.GetSection(name), Key(name) + ":");

    public IEnumerable<ConfigurationReader> List(string name) =>
        section.GetSection(name).GetChildren().Select(child => new ConfigurationReader(child, $"{Key(name)}:{child.Key}:"));

    public T Required<T>(string name, Parser<T> parse, string expected) =>
        Has(name) ? Parse(name, parse, expected) : throw new ConfigurationException(Key(name), $"is required: {expected}");

    public T? Optional<T>(string name, Parser<T> parse, string expected) where T : struct => Has(name) ? Parse(name, parse, expected) : null;

    public T? OptionalObject<T>(string name, Parser<T?> parse, string expected) where T : class => Has(name) ? Parse(name, parse, expected) : null;

    public string Text(string name, string otherwise) => section[name] is { Length: > 0 } text ? text : otherwise;

    public string? OptionalText(string name) => section[name] is { Length: > 0 } text ? text : null;

    public bool Flag(string name, bool otherwise) => Has(name) ? Parse<bool>(name, bool.TryParse, "true or false") : otherwise;

    public int Number(string name, int otherwise, int least, int most)
    {
        if (!Has(name)) return otherwise;
        var value = Parse<int>(name, (string s, out int v) => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out v), "a number");
        return value >= least && value <= most ? value : throw new ConfigurationException(Key(name), $"{value} is not in {least} to {most}");
    }

    /// <summary>hh:mm:ss. A bare number is refused: .NET would read it as days.</summary>
    public TimeSpan Duration(string name, TimeSpan otherwise, TimeSpan least, TimeSpan most)
    {
        if (!Has(name)) return otherwise;
        var value = Parse<TimeSpan>(name, TryDuration, "a duration such as 00:00:30");
        return value >= least && value <= most ? value : throw new ConfigurationException(Key(name), $"{value:c} is not in {least:c} to {most:c}");
    }

    public Ipv6Address Ipv6(string name) => Required<Ipv6Address>(name, TryIpv6, "an IPv6 address");

    public Ipv4Address? OptionalIpv4(string name) => Optional<Ipv4Address>(name, TryIpv4, "an IPv4 address");

    private static bool TryIpv6(string text, out Ipv6Address value) => Ipv6Address.TryParse(text, null, out value);

    private static bool TryIpv4(string text, out Ipv4Address value) => Ipv4Address.TryParse(text, null, out value);

    private static bool TryDuration(string text, out TimeSpan value)
    {
        value = default;
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value);
    }

    private T Parse<T>(string name, Parser<T> parse, string expected)
    {
        var text = section[name]!.Trim();
        return parse(text, out var value) ? value : throw new ConfigurationException(Key(name), $"'{text}' is not {expected}");
    }
}
