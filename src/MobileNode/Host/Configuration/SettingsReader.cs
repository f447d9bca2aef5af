using System.Globalization;
using DsMip.Wire;
using Microsoft.Extensions.Configuration;

namespace DsMip.MobileNode.Configuration;

/// <summary>Reads typed values of one section; whatever is wrong is said with the full key.</summary>
internal sealed class SettingsReader(IConfiguration section, string prefix = "")
{
    public string Key(string name) => prefix + name;

    public SettingsReader Section(string name) => new(section.GetSection(name), Key(name) + ":");

    public string? Text(string name) => section[name]?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A JSON array, or one text with commas.</summary>
    public IEnumerable<string> List(string name) =>
        Text(name) is { } text
            ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : section.GetSection(name).GetChildren().Select(child => child.Value).OfType<string>();

    public T Required<T>(string name, string expected) where T : struct, ISpanParsable<T> =>
        Optional<T>(name, expected) ?? throw Wrong(name, $"is missing: {expected}");

    public T? Optional<T>(string name, string expected) where T : struct, ISpanParsable<T>
    {
        if (Text(name) is not { } text) return null;
        return T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(name, $"'{text}' is not {expected}");
    }

    public Ipv6Address UnicastIpv6(string name)
    {
        var address = Required<Ipv6Address>(name, "an IPv6 address");
        return address.IsUnicastRoutable ? address : throw Wrong(name, $"{address} is not a routable unicast address");
    }

    public bool Flag(string name, bool otherwise)
    {
        if (Text(name) is not { } text) return otherwise;
        return bool.TryParse(text, out var value) ? value : throw Wrong(name, $"'{text}' is neither true nor false");
    }

    public int Number(string name, int otherwise, int least, int most)
    {
        var value = Optional<int>(name, "a number") ?? otherwise;
        return value >= least && value <= most ? value : throw Wrong(name, $"{value} is not in {least} to {most}");
    }

    /// <summary>hh:mm:ss; a bare number would be read as days, and is refused.</summary>
    public TimeSpan Duration(string name, TimeSpan otherwise, TimeSpan least, TimeSpan most)
    {
        if (Text(name) is not { } text) return otherwise;
        if (!text.Contains(':', StringComparison.Ordinal) || !TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var value))
            throw Wrong(name, $"'{text}' is not a duration such as 00:10:00");
        return value >= least && value <= most ? value : throw Wrong(name, $"{value:c} is not in {least:c} to {most:c}");
    }

    public T Choice<T>(string name, T otherwise) where T : struct, Enum
    {
        if (Text(name) is not { } text) return otherwise;
        if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])) return value;
        throw Wrong(name, $"'{text}' is none of {string.Join(", ", Enum.GetNames<T>())}");
    }

    public ConfigurationException Wrong(string name, string reason) => new(Key(name), reason);

    public void RefuseKeysExcept(params ReadOnlySpan<string> known)
    {
        foreach (var child in section.GetChildren())
            if (!Contains(known, child.Key)) throw Wrong(child.Key, "is not a key of the mobile node's configuration");
    }

    private static bool Contains(ReadOnlySpan<string> known, string key)
    {
        foreach (var name in known)
            if (string.Equals(name, key, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
