namespace DsMip.HomeAgent.Options;

/// <summary>Where configuration comes from, the later one winning: a file, <c>DSMIP__A__B</c> variables, <c>--A:B=value</c> flags.</summary>
public static class ConfigurationSources
{
    private const string DefaultFile = "appsettings.json";
    private const string EnvironmentPrefix = "DSMIP__";
    private const string FileFlag = "--config";

    /// <exception cref="ConfigurationException">The file is missing or is not JSON, or a flag is malformed.</exception>
    public static IConfiguration Load(IReadOnlyList<string> arguments)
    {
        var (file, flags) = Split(arguments);
        var builder = new ConfigurationBuilder();
        try
        {
            builder.AddJsonFile(Path.GetFullPath(file ?? DefaultFile), optional: file is null, reloadOnChange: false);
            builder.AddEnvironmentVariables(EnvironmentPrefix);
            builder.AddCommandLine(flags);
            return builder.Build();
        }
        catch (FileNotFoundException)
        {
            throw new ConfigurationException(FileFlag, $"there is no file '{file}'");
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(FileFlag, OneLine(e));
        }
    }

    private static string OneLine(Exception e) => (e.InnerException ?? e).Message.ReplaceLineEndings(" ");

    private static (string? File, string[] Flags) Split(IReadOnlyList<string> arguments)
    {
        string? file = null;
        var flags = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument.StartsWith(FileFlag + "=", StringComparison.Ordinal)) file = argument[(FileFlag.Length + 1)..];
            else if (argument == FileFlag && i + 1 < arguments.Count) file = arguments[++i];
            else if (argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains('=', StringComparison.Ordinal)) flags.Add(argument);
            else throw new ConfigurationException(argument, "is not a flag; write --config <file> or --Key=value");
        }
        return (file, [.. flags]);
    }
}
