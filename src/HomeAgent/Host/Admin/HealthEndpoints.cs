using DsMip.HomeAgent.Telemetry;

namespace DsMip.HomeAgent.Admin;

/// <summary><c>/health</c> and <c>/metrics</c>.</summary>
public static class HealthEndpoints
{
    private const string PrometheusText = "text/plain; version=0.0.4; charset=utf-8";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live\n"));
        routes.MapGet("/health/ready", ReadyAsync);
        routes.MapGet("/metrics", MetricsAsync);
    }

    private static async Task<IResult> ReadyAsync(Readiness readiness, CancellationToken cancellation) =>
        await readiness.WaitsForAsync(cancellation).ConfigureAwait(false) is { } missing
            ? Results.Text($"waits for {missing}\n", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text(readiness.Notice is { } notice ? $"ready\n{notice}\n" : "ready\n");

    private static async Task MetricsAsync(HomeAgentMetrics metrics, HttpResponse response, CancellationToken cancellation)
    {
        response.ContentType = PrometheusText;
        await metrics.Registry.CollectAndExportAsTextAsync(response.Body, cancellation).ConfigureAwait(false);
    }
}
