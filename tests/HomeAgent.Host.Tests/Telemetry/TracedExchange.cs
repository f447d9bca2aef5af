using System.Diagnostics;
using Akka.TestKit;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Actors.Protocol;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire.Mobility;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Telemetry;

/// <summary>An edge and a control node with what is real of them but their sockets, and between them the bytes that the cluster sends.</summary>
internal sealed class TracedExchange : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly NetworkNamespace _here = NetworkNamespace.Create();
    private readonly FrameSender _sender;
    private readonly EntityFixture _control;
    private readonly MobileNode _alice;
    private readonly TestProbe _region;
    private readonly SignallingAdmission _admission;
    private readonly SignallingEgress _egress;

    public TracedExchange()
    {
        _here.Execute("ip", "link", "set", "lo", "up");
        _here.Execute("ip", "address", "add", "198.51.100.1/32", "dev", "lo");
        _here.Execute("ip", "address", "add", "203.0.113.7/32", "dev", "lo");
        _sender = _here.Run(() => new FrameSender());
        _control = new EntityFixture(_store, _clock, hasBroadcast: true);
        _alice = new MobileNode(_control.Options, Configured.Alice);
        _region = _control.NewProbe();
        var (directory, inFlight, entities) = (new ConfiguredMobileNodes(_control.Options), new InFlightWindow(10, 10), new EntityRegion());
        entities.Open(_region, _control.Edge);
        var classification = new SignallingClassification(SpiTechnique.Api, new SignallingSpis(directory), directory, new BindingTable());
        _admission = new SignallingAdmission(classification, inFlight, entities, new AuditLog(_control.Metrics, _clock, NullLogger<AuditLog>.Instance));
        _egress = new SignallingEgress(_sender, inFlight, _control.Metrics, _clock);
    }

    public byte[] Seal(BindingUpdate update) => _alice.Seal(update);

    public ActivityTraceId Exchange(BindingUpdate update) => Exchange(Seal(update));

    /// <summary>An answer is sent.</summary>
    public ActivityTraceId Exchange(byte[] frame)
    {
        var trace = Offer(frame);
        var answer = Cross(_control.ExpectAnswer());
        Assert.Equal(trace, answer.Trace.TraceId);
        _egress.Transmit(answer);
        return trace;
    }

    /// <summary>There is none.</summary>
    public ActivityTraceId Drop(byte[] frame)
    {
        var trace = Offer(frame);
        _control.Edge.ExpectMsg<FrameDropped>();
        return trace;
    }

    public void Dispose()
    {
        _control.Dispose();
        _sender.Dispose();
        _here.Dispose();
        _store.Dispose();
    }

    private ActivityTraceId Offer(byte[] frame)
    {
        _admission.Offer(frame, _alice.Ingress, _clock.Now);
        var crossed = Cross(_region.ExpectMsg<ClassifiedFrame>());
        _control.Send(crossed);
        return crossed.Trace.TraceId;
    }

    private T Cross<T>(T message) where T : notnull
    {
        var kind = MessageKinds.ByType[typeof(T)];
        return (T)kind.FromBytes(kind.ToBytes(message, _clock), _clock);
    }
}
