using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>Warns of what protects connections to others no more, or not for long: a certificate that is about to expire, a database in the clear.</summary>
public sealed partial class TransportWatch(HomeAgentOptions options, HomeAgentMetrics metrics, TimeProvider clock, ILogger<TransportWatch> log) : BackgroundService
{
    /// <summary>Long enough to have another one signed.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Store.Provider == StoreProvider.PostgreSql && PostgresConnectionString.MayBeInTheClear(options.Store.ConnectionString)) InTheClear(log);
        if (options.Cluster.Tls is not { } tls) return;
        var expires = ClusterTls.Load(tls, clock.GetUtcNow()).Expires;
        metrics.ShowGauge(
            "dsmip_cluster_certificate_expiry_timestamp_seconds", "When the certificate of this process in the cluster expires, Unix time.",
            () => expires.ToUnixTimeSeconds());
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
            {
                if (expires - clock.GetUtcNow() < Notice) Expires(log, tls.Certificate, expires.UtcDateTime);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Certificate} expires at {Expires:u}: give this process another one and restart it")]
    private static partial void Expires(ILogger log, string certificate, DateTime expires);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the connection to the database is not sure to be encrypted: add SSL Mode=VerifyFull (or Require) to Store:ConnectionString, or SSL Mode=Disable if nobody else has access to that network")]
    private static partial void InTheClear(ILogger log);
}
