using System.Diagnostics;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>The spans of one frame at its entity: one for all of it, and one for each step, which ends where the next begins. Not thread-safe.</summary>
internal sealed class EntityTrace
{
    private readonly Activity _span;
    private Activity? _step;

    private EntityTrace(Activity span) => _span = span;

    public ActivityContext Context => _span.Context;

    /// <returns>Null: this one is not recorded.</returns>
    public static EntityTrace? Begin(in ActivityContext parent, Ipv6Address home, in Ingress ingress)
    {
        if (Traces.Begin(Traces.Entity, ActivityKind.Consumer, parent) is not { } span) return null;
        if (span.Recorded) return new EntityTrace(span.With(home, ingress));
        span.Dispose();
        return null;
    }

    public void Step(string name)
    {
        _step?.Dispose();
        _step = Traces.Child(name, _span.Context);
    }

    public void Opened(BindingUpdate update) => _span.SetTag("dsmip.sequence", (int)update.Sequence.Value).SetTag("dsmip.lifetime", update.Lifetime.ToString());

    public void Answered(BindingStatus status) => _span.SetTag("dsmip.status", status.ToString());

    public void End(DropReason why = DropReason.None)
    {
        _step?.Dispose();
        _span.End(why);
    }

    /// <param name="why">The entity ends without an answer.</param>
    public void Fail(string why)
    {
        _span.SetStatus(ActivityStatusCode.Error, why);
        End();
    }
}
