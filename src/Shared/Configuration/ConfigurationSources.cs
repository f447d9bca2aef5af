using Microsoft.Extensions.Configuration;

namespace DsMip.Configuration;

/// <summary>Where settings come from, the later one winning: a file, <c>DSMIP__A__B</c> variables, <c>--A:B=value</c> flags.</summary>
public static class ConfigurationSources
{
    /// <summary>The flag that names the file.</summary>
    public const string FileFlag = "--config";

    private const string DefaultFile = "appsettings.json";
    private const string EnvironmentPrefix = "DSMIP__";

    /// <summary>Sources named by a command line that holds nothing but <c>--config</c> and settings.</summary>
    /// <inheritdoc cref="Load(string?, IEnumerable{string})" path="exception"/>
    public static IConfiguration Load(IReadOnlyList<string> arguments)
    {
        string? file = null;
        var settings = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (TryTakeFile(arguments, ref i, out var named)) file = named;
            else if (IsSetting(arguments[i])) settings.Add(arguments[i]);
            else throw new ConfigurationException(arguments[i], "is not a flag; write --config <file> or --Key=value");
        }
        return Load(file, settings);
    }

    /// <param name="file">Null: <c>appsettings.json</c> in the working directory, if it is there.</param>
    /// <param name="settings">Flags of the form <c>--Key=value</c>.</param>
    /// <exception cref="ConfigurationException">The file is missing or is no JSON, or a flag is malformed.</exception>
    public static IConfiguration Load(string? file, IEnumerable<string> settings)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(file ?? DefaultFile), optional: file is null, reloadOnChange: false)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddCommandLine([.. settings])
                .Build();
        }
        catch (FileNotFoundException)
        {
            throw new ConfigurationException(FileFlag, $"there is no file '{file}'");
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(FileFlag, (e.InnerException ?? e).Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>True for <c>--Key=value</c>.</summary>
    public static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.IndexOf('=', StringComparison.Ordinal) > 2;

    /// <summary>Takes <c>--config FILE</c> or <c>--config=FILE</c> at <paramref name="index"/>, which then stands on the last part of it.</summary>
    public static bool TryTakeFile(IReadOnlyList<string> arguments, ref int index, out string? file)
    {
        file = null;
        var argument = arguments[index];
        if (argument.StartsWith(FileFlag + "=", StringComparison.Ordinal)) file = argument[(FileFlag.Length + 1)..];
        else if (argument == FileFlag && index + 1 < arguments.Count) file = arguments[++index];
        return file is not null;
    }
}
