namespace DsMip.HomeAgent.Admin;

/// <summary><c>/health</c> and <c>/metrics</c>.</summary>
public static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live\n"));
        routes.MapGet("/health/ready", ReadyAsync);
        routes.MapPrometheusScrapingEndpoint("/metrics");
    }

    private static async Task<IResult> ReadyAsync(Readiness readiness, CancellationToken cancellation) =>
        await readiness.WaitsForAsync(cancellation).ConfigureAwait(false) is { } missing
            ? Results.Text($"waits for {missing}\n", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text(readiness.Notice is { } notice ? $"ready\n{notice}\n" : "ready\n");
}
