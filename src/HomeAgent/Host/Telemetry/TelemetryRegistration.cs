using System.Diagnostics.Metrics;
using DsMip.HomeAgent.Options;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>Metrics for who scrapes; metrics and traces for a collector, if there is one.</summary>
internal static class TelemetryRegistration
{
    /// <param name="edge">Its name; null: there is one edge only, or this is none.</param>
    public static void AddTelemetry(this IServiceCollection services, TelemetryOptions options, string? edge = null)
    {
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("dsmip-ha", serviceInstanceId: Environment.MachineName)
                .AddAttributes(edge is null ? [] : [new("dsmip.edge", edge)]))
            .WithMetrics(metrics => Export(metrics, options));
        services.ConfigureOpenTelemetryMeterProvider((provider, metrics) => OnlyOf(provider.GetRequiredService<HomeAgentMetrics>().Meter, metrics));
        if (options.TraceRatio > 0) telemetry.WithTracing(traces => Export(traces, options));
    }

    private static void Export(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        metrics.AddMeter(HomeAgentMetrics.SourceName).AddPrometheusExporter(prometheus =>
        {
            // One source, told by the name of every metric; and who scrapes knows better than we which process it is.
            (prometheus.ScopeInfoEnabled, prometheus.TargetInfoEnabled) = (false, false);
            prometheus.ScrapeResponseCacheDurationMilliseconds = 0;
        });
        if (options.OtlpMetrics) metrics.AddOtlpExporter(otlp => Send(otlp, options, "v1/metrics"));
    }

    private static void Export(TracerProviderBuilder traces, TelemetryOptions options) => traces
        .AddSource(HomeAgentMetrics.SourceName)
        // Who has begun a trace has decided for all.
        .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TraceRatio)))
        .AddOtlpExporter(otlp => Send(otlp, options, "v1/traces"));

    /// <param name="path">By HTTP each signal has one of its own.</param>
    private static void Send(OtlpExporterOptions otlp, TelemetryOptions options, string path)
    {
        otlp.Protocol = options.OtlpProtocol;
        if (options.OtlpHeaders is { } headers) otlp.Headers = headers;
        otlp.Endpoint = otlp.Protocol == OtlpExportProtocol.Grpc ? options.OtlpEndpoint! : new Uri($"{options.OtlpEndpoint!.AbsoluteUri.TrimEnd('/')}/{path}");
    }

    /// <summary>There may be other home agents in the process, as in tests.</summary>
    private static void OnlyOf(Meter ours, MeterProviderBuilder metrics) =>
        metrics.AddView(instrument => instrument.Meter == ours ? null : MetricStreamConfiguration.Drop);
}
