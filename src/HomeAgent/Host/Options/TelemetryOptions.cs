using System.Text;
using OpenTelemetry.Exporter;

namespace DsMip.HomeAgent.Options;

/// <summary>What is told about the work of this process, and to whom. Metrics can be scraped in any case.</summary>
public sealed record TelemetryOptions
{
    /// <summary>Of all Binding Updates, so many have a trace: 0 to 1. 0: no trace is begun anywhere in the process.</summary>
    public double TraceRatio { get; init; }

    /// <summary>Of an OpenTelemetry collector; null: nobody is sent anything.</summary>
    public Uri? OtlpEndpoint { get; init; }

    public OtlpExportProtocol OtlpProtocol { get; init; } = OtlpExportProtocol.Grpc;

    /// <summary>Secret. What every request to the collector carries, as the exporter wants it; null: nothing.</summary>
    public string? OtlpHeaders { get; init; }

    /// <summary>Metrics go to the collector, too, once a minute.</summary>
    public bool OtlpMetrics { get; init; }

    public LogFormat LogFormat { get; init; }

    // Records print their members; headers must not reach a log that way.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(OtlpEndpoint).Append(' ').Append(TraceRatio);
        return true;
    }
}
