using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>Says at the start and every hour, for as long as it is so, that signalling without IPsec is believed.</summary>
internal sealed partial class InsecureWarning(
    HomeAgentOptions options, HomeAgentMetrics metrics, TimeProvider clock, ILogger<InsecureWarning> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.AcceptsUnprotectedSignalling();
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            Insecure(log, options.MobileNodes.Count(node => node.IsUnprotected));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "INSECURE: Insecure:AcceptUnprotectedSignalling is on. Anybody who knows the home address of one of {Count} mobile nodes without IPsec can have its packets. For labs only")]
    private static partial void Insecure(ILogger log, int count);
}
