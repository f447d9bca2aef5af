using System.Data.Common;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Directory;

/// <summary><c>dsmip-ha import FILE [--replace] [--config FILE] [--Key=value]</c>.</summary>
internal static class ImportCommand
{
    public const string Name = "import";
    private const string ReplaceFlag = "--replace";

    /// <exception cref="ConfigurationException">The command line, the configuration, the file or the store is wrong.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var (file, replace, rest) = Parse(arguments);
        var options = HomeAgentOptionsReader.Read(ConfigurationSources.Load(rest));
        using var store = Stores.Open(options.Store);
        try
        {
            var done = await DirectoryImport.RunAsync(options, store.MobileNodes, file, replace).ConfigureAwait(false);
            Console.WriteLine($"{done.Added} added, {done.Changed} changed, {done.Removed} removed, {done.Unchanged} unchanged (revision {done.Revision})");
            return 0;
        }
        catch (DbException e)
        {
            throw new ConfigurationException("Store:ConnectionString", e.Message.ReplaceLineEndings(" "));
        }
    }

    private static (string File, bool Replace, List<string> Settings) Parse(IReadOnlyList<string> arguments)
    {
        string? file = null;
        var replace = false;
        var rest = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (ConfigurationSources.TryTakeFile(arguments, ref i, out var configuration)) rest.AddRange([ConfigurationSources.FileFlag, configuration!]);
            else if (arguments[i] == ReplaceFlag) replace = true;
            else if (file is null && !arguments[i].StartsWith("--", StringComparison.Ordinal)) file = arguments[i];
            else rest.Add(arguments[i]);
        }
        return (file ?? throw new ConfigurationException(Name, "needs a file of JSON lines: dsmip-ha import FILE [--replace] [--config FILE]"), replace, rest);
    }
}
