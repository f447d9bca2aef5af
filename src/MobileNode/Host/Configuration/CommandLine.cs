using DsMip.Configuration;
using Microsoft.Extensions.Configuration;

namespace DsMip.MobileNode.Configuration;

/// <summary>What the program is asked to do.</summary>
public enum Verb
{
    Run,
    Status,
    Help,
}

/// <summary><c>dsmip-mn [run|status] [--config FILE] [--json] [--Key=value ...]</c></summary>
/// <param name="ConfigurationFile">Null: <c>appsettings.json</c> in the working directory, if it is there.</param>
/// <param name="Json">Status as JSON.</param>
/// <param name="Settings">Flags of the form <c>--Key=value</c>, colons between the parts of a key.</param>
public sealed record CommandLine(Verb Verb, string? ConfigurationFile, bool Json, IReadOnlyList<string> Settings)
{
    public const string Usage = """
        dsmip-mn run    [--config FILE] [--Key=value ...]            be a mobile node (default)
        dsmip-mn status [--config FILE] [--json] [--Key=value ...]   say what the running one does

        Settings come from FILE (default: appsettings.json), then from environment variables DSMIP__Key, then from flags.
        """;

    /// <exception cref="ConfigurationException">An argument makes no sense.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var result = new CommandLine(Verb.Run, null, false, []);
        var settings = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument is "-h" or "--help" or "help") return result with { Verb = Verb.Help };
            if (i == 0 && TryVerb(argument, out var verb)) result = result with { Verb = verb };
            else if (argument == "--json" && result.Verb == Verb.Status) result = result with { Json = true };
            else if (ConfigurationSources.TryTakeFile(arguments, ref i, out var file)) result = result with { ConfigurationFile = file };
            else if (ConfigurationSources.IsSetting(argument)) settings.Add(argument);
            else throw new ConfigurationException(argument, "is not understood; dsmip-mn --help shows what is");
        }
        return result with { Settings = settings };
    }

    private static bool TryVerb(string text, out Verb verb)
    {
        verb = text == "status" ? Verb.Status : Verb.Run;
        return text is "run" or "status";
    }

    /// <exception cref="ConfigurationException">The file is missing or is no JSON, or a flag is malformed.</exception>
    public IConfiguration Load() => ConfigurationSources.Load(ConfigurationFile, Settings);
}
