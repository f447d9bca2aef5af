using DsMip.Configuration;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using OpenTelemetry.Exporter;

namespace DsMip.HomeAgent.Host.Tests.Options;

public sealed class TelemetryOptionsTests : IDisposable
{
    private const string Collector = "http://127.0.0.1:4317";
    private readonly string _headers = Path.GetTempFileName();

    public void Dispose() => File.Delete(_headers);

    [Fact]
    public void The_section_is_read_and_headers_are_not_printed()
    {
        File.WriteAllText(_headers, "authorization=Bearer a+b%c=\n\nx-tenant= mobile\n");
        var options = Read(
            ("Telemetry:OtlpEndpoint", "https://collector.example.org/otlp"), ("Telemetry:OtlpHeadersFile", _headers), ("Telemetry:OtlpProtocol", "HttpProtobuf"),
            ("Telemetry:OtlpMetrics", "true"), ("Telemetry:TraceRatio", "0.25"), ("Telemetry:LogFormat", "Json"));
        Assert.Equal((OtlpExportProtocol.HttpProtobuf, true, 0.25, LogFormat.Json), (options.OtlpProtocol, options.OtlpMetrics, options.TraceRatio, options.LogFormat));
        Assert.Equal("authorization=Bearer%20a%2Bb%25c%3D,x-tenant=mobile", options.OtlpHeaders);
        Assert.DoesNotContain("Bearer", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_it_nobody_is_sent_anything()
    {
        var options = Read();
        Assert.Equal((0, null, null, false, LogFormat.Line), (options.TraceRatio, options.OtlpEndpoint, options.OtlpHeaders, options.OtlpMetrics, options.LogFormat));
    }

    [Theory]
    [InlineData("TraceRatio", "1.1", "1.1 is not in 0 to 1")]
    [InlineData("TraceRatio", "-0.1", "-0.1 is not in 0 to 1")]
    [InlineData("TraceRatio", "NaN", "NaN is not in 0 to 1")]
    [InlineData("TraceRatio", "half", "'half' is not a number from 0 to 1")]
    [InlineData("OtlpEndpoint", "127.0.0.1:4317", "is not the address of a collector")]
    [InlineData("OtlpEndpoint", "ftp://127.0.0.1", "is not the address of a collector")]
    [InlineData("OtlpEndpoint", "http://user:secret@127.0.0.1", "without user, password and query")]
    [InlineData("OtlpEndpoint", "http://127.0.0.1/?token=secret", "without user, password and query")]
    [InlineData("OtlpEndpoint", "http://127.0.0.1/#secret", "without user, password and query")]
    [InlineData("OtlpProtocol", "Thrift", "Grpc, HttpProtobuf")]
    [InlineData("LogFormat", "Xml", "Line, Json")]
    [InlineData("OtlpMetrics", "perhaps", "'perhaps' is not true or false")]
    [InlineData("OtlpHeadersFile", "/nowhere/at/all", "/nowhere/at/all")]
    public void What_is_wrong_is_named_in_one_line(string key, string value, string said) => Refused(key, said, ("Telemetry:OtlpEndpoint", Collector), ($"Telemetry:{key}", value));

    [Theory]
    [InlineData("TraceRatio", "0.5", "where traces go")]
    [InlineData("OtlpMetrics", "true", "where metrics go")]
    public void What_has_nowhere_to_go_is_refused(string key, string value, string said) => Refused(key, said, ($"Telemetry:{key}", value));

    [Theory]
    [InlineData("")]
    [InlineData("a secret")]
    [InlineData("=secret")]
    [InlineData("name=")]
    [InlineData("na me=secret")]
    [InlineData("name=secret,other=secret")]
    [InlineData("name=secr\u00e9t")]
    public void A_file_that_holds_something_else_is_refused_without_showing_it(string content)
    {
        File.WriteAllText(_headers, content);
        Refused("OtlpHeadersFile", "is not lines of NAME=VALUE", ("Telemetry:OtlpEndpoint", Collector), ("Telemetry:OtlpHeadersFile", _headers));
    }

    [Fact]
    public void Headers_are_for_somebody()
    {
        File.WriteAllText(_headers, "name=value");
        Refused("OtlpHeadersFile", "say in Telemetry:OtlpEndpoint where it is", ("Telemetry:OtlpHeadersFile", _headers));
    }

    private static void Refused(string key, string said, params (string Key, string? Value)[] changes)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => Read(changes));
        Assert.Equal($"Telemetry:{key}", refusal.Key);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private static TelemetryOptions Read(params (string Key, string? Value)[] changes) => Configured.Options(changes).Telemetry;
}
