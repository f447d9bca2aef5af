using System.Diagnostics;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Telemetry;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace DsMip.HomeAgent.Host.Tests.Telemetry;

/// <summary>From the edge over the serializer of the cluster, the entity, the journal and the broadcast, and back: one Binding Update, one trace.</summary>
[Collection(NetworkCollection.Name)]
public sealed class TraceTests : IDisposable
{
    private static readonly string[] Steps = [Traces.Open, Traces.Decide, Traces.Persist, Traces.Seal];

    private readonly List<Activity> _exported = [];
    private readonly TracerProvider _traces;

    public TraceTests() =>
        _traces = Sdk.CreateTracerProviderBuilder().AddSource(HomeAgentMetrics.SourceName).SetSampler(new AlwaysOnSampler()).AddInMemoryExporter(_exported).Build();

    public void Dispose() => _traces.Dispose();

    [NamespaceFact]
    public void An_accepted_update_is_one_trace_and_so_is_its_retransmission()
    {
        using var walk = new TracedExchange();
        var first = walk.Exchange(MobileNode.Update(1));
        // A retransmission has a number of its own (RFC 6275 11.8).
        var second = walk.Exchange(MobileNode.Update(2));
        Assert.NotEqual(first, second);
        _traces.Dispose();
        foreach (var (trace, sequence) in new[] { (first, 1), (second, 2) })
        {
            var spans = Of(trace);
            Assert.Equal(Steps.Concat([Traces.Receive, Traces.Entity, Traces.Push, Traces.Transmit]).Order(), spans.Keys.Order());
            var (root, entity) = (spans[Traces.Receive], spans[Traces.Entity]);
            Assert.Equal(default, root.ParentSpanId);
            Assert.Equal(root.SpanId, entity.ParentSpanId);
            Assert.All(Steps.Concat([Traces.Push, Traces.Transmit]), step => Assert.Equal(entity.SpanId, spans[step].ParentSpanId));
            Assert.Equal((Configured.Alice, "UdpIpv4"), (entity.GetTagItem(Traces.HomeAddress), entity.GetTagItem(Traces.Encapsulation)));
            Assert.Equal((sequence, "Accepted"), (entity.GetTagItem("dsmip.sequence"), entity.GetTagItem("dsmip.status")));
            Assert.Equal(true, spans[Traces.Push].GetTagItem("dsmip.confirmed"));
            Assert.All(spans.Values, span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
        }
    }

    [NamespaceFact]
    public void A_refused_update_has_its_status_and_no_tunnel()
    {
        using var walk = new TracedExchange();
        walk.Exchange(MobileNode.Update(5));
        var refused = walk.Exchange(MobileNode.Update(4));
        _traces.Dispose();
        var spans = Of(refused);
        Assert.Equal(nameof(BindingStatus.SequenceNumberOutOfWindow), spans[Traces.Entity].GetTagItem("dsmip.status"));
        Assert.DoesNotContain(Traces.Push, spans.Keys);
        Assert.Contains(Traces.Transmit, spans.Keys);
    }

    [NamespaceFact]
    public void A_replayed_frame_ends_where_IPsec_refuses_it()
    {
        using var walk = new TracedExchange();
        var frame = walk.Seal(MobileNode.Update(1));
        walk.Exchange(frame);
        var replayed = walk.Drop(frame);
        _traces.Dispose();
        var spans = Of(replayed);
        Assert.Equal([Traces.Entity, Traces.Open, Traces.Receive], spans.Keys.Order());
        Assert.Equal(nameof(DropReason.ReplayedPacket), spans[Traces.Entity].GetTagItem(Traces.DropReasonTag));
        Assert.Equal(ActivityStatusCode.Error, spans[Traces.Entity].Status);
    }

    private Dictionary<string, Activity> Of(ActivityTraceId trace) => _exported.Where(span => span.TraceId == trace).ToDictionary(span => span.DisplayName);
}
