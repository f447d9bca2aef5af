using System.Globalization;
using DsMip.Wire;
using Microsoft.Extensions.Configuration;

namespace DsMip.Configuration;

/// <summary>
/// Reads typed values of one section; whatever is wrong is said with the full key. It remembers what was asked for, so that a key that nobody
/// asked for, which is a mistyped one, can be refused at any depth.
/// </summary>
public sealed class SettingsReader
{
    private const int InterfaceNameLimit = 15;

    private readonly IConfiguration _section;
    private readonly string _prefix;
    private readonly HashSet<string> _asked;

    public SettingsReader(IConfiguration root) : this(root, "", new HashSet<string>(StringComparer.OrdinalIgnoreCase))
    {
    }

    private SettingsReader(IConfiguration section, string prefix, HashSet<string> asked) => (_section, _prefix, _asked) = (section, prefix, asked);

    public string Key(string name) => _prefix + name;

    public SettingsReader Section(string name) => new(_section.GetSection(name), Key(name) + ":", _asked);

    /// <summary>The members of a JSON array of objects.</summary>
    public IEnumerable<SettingsReader> Sections(string name)
    {
        Ask(name);
        return _section.GetSection(name).GetChildren().Select(child => new SettingsReader(child, $"{Key(name)}:{child.Key}:", _asked));
    }

    /// <summary>Trimmed; null when absent or empty.</summary>
    public string? Text(string name)
    {
        Ask(name);
        return _section[name]?.Trim() is { Length: > 0 } text ? text : null;
    }

    /// <summary>A JSON array, or one text with commas.</summary>
    public IReadOnlyList<string> List(string name)
    {
        if (Text(name) is { } text) return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var children = _section.GetSection(name).GetChildren().ToList();
        foreach (var child in children) Ask($"{name}:{child.Key}");
        return [.. children.Select(child => child.Value).OfType<string>()];
    }

    public T Required<T>(string name, string expected) where T : struct, ISpanParsable<T> =>
        Optional<T>(name, expected) ?? throw Wrong(name, $"is required: {expected}");

    public T? Optional<T>(string name, string expected) where T : struct, ISpanParsable<T>
    {
        if (Text(name) is not { } text) return null;
        return T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(name, $"'{text}' is not {expected}");
    }

    public T? OptionalObject<T>(string name, string expected) where T : class, ISpanParsable<T>
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
        return bool.TryParse(text, out var value) ? value : throw Wrong(name, $"'{text}' is not true or false");
    }

    public int Number(string name, int otherwise, int least, int most)
    {
        if (Text(name) is not { } text) return otherwise;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) throw Wrong(name, $"'{text}' is not a number");
        return value >= least && value <= most ? value : throw Wrong(name, $"{value} is not in {least} to {most}");
    }

    /// <summary>hh:mm:ss; a bare number would be read as days, and is refused.</summary>
    public TimeSpan Duration(string name, TimeSpan otherwise, TimeSpan least, TimeSpan most)
    {
        if (Text(name) is not { } text) return otherwise;
        if (!text.Contains(':', StringComparison.Ordinal) || !TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var value))
            throw Wrong(name, $"'{text}' is not a duration such as 00:00:30");
        return value >= least && value <= most ? value : throw Wrong(name, $"{value:c} is not in {least:c} to {most:c}");
    }

    public T Choice<T>(string name, T otherwise) where T : struct, Enum =>
        Text(name) is { } text ? ParseChoice<T>(name, text) : otherwise;

    /// <summary>Names of a flags enumeration, together; null when none is given.</summary>
    public IEnumerable<T>? Choices<T>(string name) where T : struct, Enum =>
        List(name) is { Count: > 0 } texts ? texts.Select(text => ParseChoice<T>(name, text)).ToList() : null;

    /// <summary>A name that Linux takes for a network interface; null when absent.</summary>
    public string? InterfaceName(string name) => Text(name) is { } text ? CheckedInterfaceName(name, text) : null;

    public IEnumerable<string> InterfaceNames(string name) => List(name).Select(text => CheckedInterfaceName(name, text));

    public ConfigurationException Wrong(string name, string reason) => new(Key(name), reason);

    /// <summary>To be called when everything has been read.</summary>
    /// <param name="foreign">Sections that others read.</param>
    /// <exception cref="ConfigurationException">There is a key that was not asked for.</exception>
    public void RefuseUnasked(params ReadOnlySpan<string> foreign)
    {
        foreach (var (key, value) in _section.AsEnumerable(makePathsRelative: true))
            if (value is not null && !_asked.Contains(Key(key)) && !IsIn(foreign, key)) throw Wrong(key, "is not a key of this configuration");
    }

    private static bool IsIn(ReadOnlySpan<string> sections, string key)
    {
        foreach (var section in sections)
            if (key.Equals(section, StringComparison.OrdinalIgnoreCase) || key.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private T ParseChoice<T>(string name, string text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw Wrong(name, $"'{text}' is none of {string.Join(", ", Enum.GetNames<T>())}");

    private string CheckedInterfaceName(string name, string text) =>
        text.Length <= InterfaceNameLimit && !text.Contains('/', StringComparison.Ordinal) && !text.Any(char.IsWhiteSpace)
            ? text
            : throw Wrong(name, $"'{text}' is not an interface name (1 to {InterfaceNameLimit} characters)");

    private void Ask(string name) => _asked.Add(Key(name));
}
