namespace DsMip.HomeAgent.Telemetry;

/// <summary>Says in the log that the machine's clock was set, and what follows.</summary>
/// <param name="log">Asked for when there is something to say: the log's own timestamps are of the clock.</param>
internal sealed partial class ClockJumps(Func<ILogger<SteadyClock>> log)
{
    public void Tell(ClockJump jump)
    {
        try
        {
            if (jump.MadeUpIn == TimeSpan.Zero) Followed(log(), jump.By.TotalSeconds);
            else MadeUp(log(), jump.By.TotalSeconds, jump.MadeUpIn.TotalSeconds);
        }
        catch (ObjectDisposedException)
        {
            // The process ends.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the clock of this machine was set by {Seconds:0.0} s; this process makes up for it within {MadeUpIn:0} s")]
    private static partial void MadeUp(ILogger log, double seconds, double madeUpIn);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the clock of this machine was set by {Seconds:0.0} s; this process follows at once")]
    private static partial void Followed(ILogger log, double seconds);
}
