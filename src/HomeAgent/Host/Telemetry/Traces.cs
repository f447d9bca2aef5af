using System.Diagnostics;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>
/// One Binding Update is one trace, from the edge that receives it to the acknowledgement that leaves. Without anybody who listens no span is begun, and
/// all of this is one look at a flag. Spans say whose update it was and what became of it; nothing of what is in a packet or a key.
/// </summary>
public static class Traces
{
    /// <summary>The edge takes a sealed frame for a Binding Update: until an entity is told, with the kernel's IPsec until it is open.</summary>
    public const string Receive = "receive";

    /// <summary>From the arrival of the frame at its entity until the answer is on its way to the edge.</summary>
    public const string Entity = "binding cache entry";

    public const string Open = "open";
    public const string Lease = "lease";
    public const string Decide = "decide";
    public const string Probe = "duplicate address detection";
    public const string NameUpdate = "name update";
    public const string Persist = "persist";
    public const string Seal = "seal";

    /// <summary>Until every edge has confirmed the tunnel, or is not waited for any more.</summary>
    public const string Push = "push tunnel";

    /// <summary>At the edge, with the kernel's IPsec from before the acknowledgement is sealed.</summary>
    public const string Transmit = "transmit";

    public const string HomeAddress = "dsmip.home_address";
    public const string Encapsulation = "dsmip.encapsulation";
    public const string DropReasonTag = "dsmip.drop_reason";

    private static readonly ActivitySource Source = new(HomeAgentMetrics.SourceName);

    /// <param name="parent">Default: it is the first of a trace. One that is not recorded has no children.</param>
    public static Activity? Begin(string name, ActivityKind kind, in ActivityContext parent)
    {
        if (!Source.HasListeners() || (parent != default && !parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))) return null;
        // Spans outlive the message that begins them: who comes next on this thread has nothing to do with them.
        Activity.Current = null;
        var span = Source.StartActivity(name, kind, parent);
        Activity.Current = null;
        return span;
    }

    /// <summary>Null without a parent, too.</summary>
    public static Activity? Child(string name, in ActivityContext parent, ActivityKind kind = ActivityKind.Internal) =>
        parent == default ? null : Begin(name, kind, parent);

    /// <summary>The first of a trace: a frame that may be a Binding Update.</summary>
    public static Activity? Received(Ipv6Address home, in Ingress ingress) => Begin(Receive, ActivityKind.Server, default)?.With(home, ingress);

    public static Activity With(this Activity span, Ipv6Address home, in Ingress ingress) => !span.IsAllDataRequested
        ? span
        : span.SetTag(HomeAddress, home.ToString()).SetTag(Encapsulation, ingress.Encapsulation.ToString());

    public static ActivityContext ContextOf(this Activity? span) => span?.Context ?? default;

    public static void End(this Activity span, DropReason why)
    {
        if (why != DropReason.None) span.SetTag(DropReasonTag, why.ToString()).SetStatus(ActivityStatusCode.Error, why.ToString());
        span.Dispose();
    }
}
