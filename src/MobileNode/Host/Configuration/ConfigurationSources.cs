using Microsoft.Extensions.Configuration;

namespace DsMip.MobileNode.Configuration;

/// <summary>Where settings come from, the later one winning: a file, <c>DSMIP__A__B</c> variables, <c>--A:B=value</c> flags.</summary>
public static class ConfigurationSources
{
    private const string DefaultFile = "appsettings.json";
    private const string EnvironmentPrefix = "DSMIP__";

    /// <exception cref="ConfigurationException">The file is missing or is no JSON.</exception>
    public static IConfiguration Load(CommandLine commandLine)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(commandLine.ConfigurationFile ?? DefaultFile), optional: commandLine.ConfigurationFile is null, reloadOnChange: false)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddCommandLine([.. commandLine.Settings])
                .Build();
        }
        catch (FileNotFoundException)
        {
            throw new ConfigurationException("--config", $"there is no file '{commandLine.ConfigurationFile}'");
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException("--config", (e.InnerException ?? e).Message.ReplaceLineEndings(" "));
        }
    }
}
