using DsMip.HomeAgent.Edge.Steering;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>One of several edges: what is another kernel's goes there, and what others have sent goes into ours. On the edge's thread.</summary>
internal sealed class SteeredEdge(FrameSteering steering, SteeredArrivals arrivals, AuditLog audit, TimeProvider clock)
{
    public void Open(Action wake) => arrivals.Open(wake);

    /// <inheritdoc cref="FrameSteering.TryTake"/>
    public bool TryTake(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now) => steering.TryTake(packet, ingress, now);

    public void TakeAll(KernelSignalling signalling)
    {
        while (arrivals.TryTake(out var ingress, out var packet))
        {
            var why = steering.WhyNotOurs(packet, out var home);
            if (why == DropReason.None) signalling.Offer(packet, ingress, clock.GetUtcNow());
            else audit.Dropped(why, home, ingress.Remote);
        }
    }
}
