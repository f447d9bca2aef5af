using System.Runtime.InteropServices;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Prefixes;

/// <summary>SIGHUP: reads the configuration again and takes over the prefixes of the home link. All other changes need a restart.</summary>
/// <param name="read">The configuration as it is now.</param>
public sealed partial class HomePrefixReload(HomePrefixTable table, Func<HomeAgentOptions> read, ILogger<HomePrefixReload> log) : IHostedService, IDisposable
{
    private PosixSignalRegistration? _signal;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Reload();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _signal?.Dispose();

    public void Reload()
    {
        try
        {
            if (table.Replace(read().HomePrefixes)) Changed(log, table.Prefixes.All.Count);
            else Unchanged(log);
        }
        catch (ConfigurationException e)
        {
            Refused(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "the home link has {Count} prefixes now; mobile nodes will be told")]
    private static partial void Changed(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "HomePrefixes are what they were; any other key needs a restart")]
    private static partial void Unchanged(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "the configuration is not taken over: {Reason}")]
    private static partial void Refused(ILogger log, string reason);
}
