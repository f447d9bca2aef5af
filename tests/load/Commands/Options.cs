using System.CommandLine;

namespace DsMip.Load.Commands;

/// <summary>Command line options of types that parse themselves.</summary>
internal static class Options
{
    public static Option<T> Required<T>(string name, string description) where T : struct, ISpanParsable<T> =>
        Of<T>(name, description, default, required: true);

    public static Option<T> With<T>(string name, string description, T otherwise) where T : struct, ISpanParsable<T> =>
        Of(name, description, otherwise, required: false);

    /// <summary>No value: null.</summary>
    public static Option<T?> Optional<T>(string name, string description) where T : struct, ISpanParsable<T> => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (T.TryParse(result.Tokens.Single().Value, null, out var value)) return value;
            result.AddError($"{name}: '{result.Tokens.Single().Value}' is not {Kind<T>()}");
            return null;
        },
    };

    public static Option<string?> Text(string name, string description) => new(name) { Description = description };

    private static Option<T> Of<T>(string name, string description, T otherwise, bool required) where T : struct, ISpanParsable<T> => new(name)
    {
        Description = description,
        Required = required,
        DefaultValueFactory = required ? null : _ => otherwise,
        CustomParser = result =>
        {
            if (T.TryParse(result.Tokens.Single().Value, System.Globalization.CultureInfo.InvariantCulture, out var value)) return value;
            result.AddError($"{name}: '{result.Tokens.Single().Value}' is not {Kind<T>()}");
            return default;
        },
    };

    private static string Kind<T>() => typeof(T).Name switch
    {
        "Ipv6Address" => "an IPv6 address",
        "Ipv4Address" => "an IPv4 address",
        "Ipv4Prefix" => "an IPv4 prefix such as 10.64.0.0/10",
        "Ipv6Prefix" => "an IPv6 prefix such as 2001:db8:c::/64",
        "TimeSpan" => "a duration such as 00:00:30",
        _ => "a number",
    };
}
