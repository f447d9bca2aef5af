using DsMip.Configuration;
using OpenTelemetry.Exporter;

namespace DsMip.HomeAgent.Options;

/// <summary>The section <c>Telemetry</c>.</summary>
internal static class TelemetryReader
{
    /// <exception cref="ConfigurationException">A value is wrong, or there is something to send and nobody to send it to.</exception>
    public static TelemetryOptions Read(SettingsReader section)
    {
        var options = new TelemetryOptions
        {
            TraceRatio = section.Optional<double>("TraceRatio", "a number from 0 to 1") ?? 0,
            OtlpEndpoint = Endpoint(section),
            OtlpHeaders = TelemetryHeaders.Read(section),
            OtlpProtocol = section.Choice("OtlpProtocol", OtlpExportProtocol.Grpc),
            OtlpMetrics = section.Flag("OtlpMetrics", false),
            LogFormat = section.Choice("LogFormat", LogFormat.Line),
        };
        if (options.TraceRatio is not (>= 0 and <= 1)) throw section.Wrong("TraceRatio", $"{options.TraceRatio} is not in 0 to 1");
        if (options.OtlpEndpoint is not null) return options;
        if (options.OtlpHeaders is not null) throw section.Wrong("OtlpHeadersFile", "is for a collector: say in Telemetry:OtlpEndpoint where it is");
        if (options.TraceRatio > 0) throw section.Wrong("TraceRatio", "is above 0: say in Telemetry:OtlpEndpoint where traces go");
        return options.OtlpMetrics ? throw section.Wrong("OtlpMetrics", "is true: say in Telemetry:OtlpEndpoint where metrics go") : options;
    }

    private static Uri? Endpoint(SettingsReader section)
    {
        if (section.Text("OtlpEndpoint") is not { } text) return null;
        var isUri = Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
        return isUri && uri!.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? uri
            : throw section.Wrong("OtlpEndpoint", "is not the address of a collector such as http://127.0.0.1:4317, without user, password and query: a token belongs into the file Telemetry:OtlpHeadersFile");
    }
}
