using System.Diagnostics;
using System.Text;
using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DsMip.HomeAgent.Host.Tests.Telemetry;

/// <summary>What a collector is sent, on the wire. Fields are those of opentelemetry/proto v1.</summary>
[Collection(NetworkCollection.Name)]
public sealed class OtlpTests
{
    private const int ResourceSpans = 1, ScopeSpans = 2, Span = 2, TraceId = 1, ParentSpanId = 4, SpanName = 5;
    private const int ResourceMetrics = 1, ScopeMetrics = 2, Metric = 2, MetricName = 1;

    [Fact]
    public async Task One_binding_update_arrives_as_one_trace_and_metrics_arrive()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var trace = ActivityTraceId.CreateRandom();
        await RegisterAsync(collector.Address + "/", trace);

        var expected = Convert.FromHexString(trace.ToHexString());
        var spans = collector.Bodies("traces").SelectMany(body => ProtobufFields.At(body, ResourceSpans, ScopeSpans, Span))
            .Where(span => expected.SequenceEqual(Assert.Single(ProtobufFields.At(span, TraceId)))).ToList();
        Assert.Equal(
            ((string[])[Traces.Entity, Traces.Open, Traces.Decide, Traces.Persist, Traces.Seal, Traces.Push]).Order(),
            spans.SelectMany(span => ProtobufFields.At(span, SpanName)).Select(Encoding.UTF8.GetString).Order());
        Assert.All(spans, span => Assert.Single(ProtobufFields.At(span, ParentSpanId)));
        var metrics = collector.Bodies("metrics").SelectMany(body => ProtobufFields.At(body, ResourceMetrics, ScopeMetrics, Metric, MetricName)).Select(Encoding.UTF8.GetString);
        Assert.Equal(["dsmip_binding_updates_total", "dsmip_bindings"], metrics.Where(name => name is "dsmip_bindings" or "dsmip_binding_updates_total").Distinct().Order());
    }

    /// <summary>Nobody listens: Binding Updates are answered, and the home agent ends as always.</summary>
    [Theory]
    [InlineData("HttpProtobuf")]
    [InlineData("Grpc")]
    public async Task A_dead_collector_disturbs_nobody(string protocol) => await RegisterAsync("http://127.0.0.1:1", ActivityTraceId.CreateRandom(), protocol);

    private static async Task RegisterAsync(string endpoint, ActivityTraceId trace, string protocol = "HttpProtobuf")
    {
        using var store = new TemporaryStore();
        var options = Configured.Options(
            ("Store:ConnectionString", store.Options.ConnectionString), ("Telemetry:OtlpEndpoint", endpoint), ("Telemetry:OtlpProtocol", protocol),
            ("Telemetry:OtlpMetrics", "true"), ("Telemetry:TraceRatio", "1"));
        var application = HomeAgentApplication.Build(options);
        await using var _ = application;
        await application.StartAsync();
        await ReadyAsync(application);
        var alice = new MobileNode(options, Configured.Alice);
        var frame = alice.Frame(alice.Seal(MobileNode.Update(1)), DateTimeOffset.UtcNow) with
        {
            Trace = new ActivityContext(trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true),
        };
        var region = application.Services.GetRequiredService<Membership>().Life!.Region;
        Assert.True(alice.Open(await region.Ask<Transmit>(frame, TimeSpan.FromSeconds(30))).IsAccepted);
        await application.StopAsync();
    }

    private static async Task ReadyAsync(WebApplication application)
    {
        using var http = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };
        await Eventually.Is(async () => (await http.GetAsync("health/ready")).IsSuccessStatusCode);
    }
}
