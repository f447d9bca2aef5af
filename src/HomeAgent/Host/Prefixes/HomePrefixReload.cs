using System.Runtime.InteropServices;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Prefixes;

/// <summary>SIGHUP: reads the configuration again and takes over the prefixes of the home link. All other changes need a restart.</summary>
/// <param name="running">What this process was started with, and goes on with.</param>
/// <param name="read">The configuration as it is now.</param>
public sealed partial class HomePrefixReload(
    HomePrefixTable table, HomeAgentOptions running, Func<HomeAgentOptions> read, ILogger<HomePrefixReload> log) : IHostedService, IDisposable
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
            var next = read();
            CheckIsFor(next);
            if (table.Replace(next.HomePrefixes)) Changed(log, table.Prefixes.All.Count);
            else Unchanged(log);
        }
        catch (Exception e)
        {
            // Whatever it is: out of the callback of a signal it would end the process.
            Refused(log, e.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>A list was checked against the home prefix beside it. All bindings would end with one that is for another home network.</summary>
    private void CheckIsFor(HomeAgentOptions next)
    {
        if (next.HomePrefix != running.HomePrefix)
            throw new ConfigurationException("HomePrefix", $"is {next.HomePrefix} now and {running.HomePrefix} in this process, which has to be started again for that");
        if (next.HomeAgentAddress != running.HomeAgentAddress)
            throw new ConfigurationException(
                "HomeAgentAddress", $"is {next.HomeAgentAddress} now and {running.HomeAgentAddress} in this process, which has to be started again for that");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "the home link has {Count} prefixes now; mobile nodes will be told")]
    private static partial void Changed(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "HomePrefixes are what they were; any other key needs a restart")]
    private static partial void Unchanged(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "the configuration is not taken over: {Reason}")]
    private static partial void Refused(ILogger log, string reason);
}
