using System.Diagnostics;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Telemetry;
using DsMip.IPsec;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// Req 4 of the draft with the kernel's IPsec: a sealed Binding Update goes into the kernel, and its entity gets the message that comes out together
/// with the way that the frame came. Only what has passed IPsec takes room on the way to the entities.
/// </summary>
internal sealed class KernelSignalling(
    Ipv6Address homeAgent, SignallingClassification classification, IMobileNodeDirectory directory, IReassociation reassociation, IIpsecPath path,
    SecondlyBudget<Ipv6Address> budget, IKernelNumbers numbers, InFlightWindow inFlight, EntityRegion entities, AuditLog audit)
{
    /// <summary>Of messages inside the kernel, by their tags: that many at a time.</summary>
    private readonly ulong[] _claims = new ulong[NativeEdgeFactory.Depth];

    private readonly TracesInKernel _traces = new(NativeEdgeFactory.Depth);

    private IpsecDiscard _discarded;

    /// <param name="packet">IPv6 and ESP, to the home agent address. Its flow label may be written.</param>
    public void Offer(Span<byte> packet, in Ingress ingress, DateTimeOffset now)
    {
        var why = classification.Classify(packet, ingress, now, out var home);
        if (why == DropReason.None && !budget.TryTake(home, now)) why = DropReason.RateLimited;
        if (why != DropReason.None)
        {
            audit.Dropped(why, home, ingress.Remote);
            return;
        }
        _discarded = IpsecDiscard.None;
        reassociation.Enter(packet, ingress);
        ClaimAt(packet) = numbers.ClaimOf(home);
        _traces.Enter(packet, Traces.Received(home, ingress));
        path.Inbound(packet);
        reassociation.Leave();
        if (_discarded == IpsecDiscard.None) return;
        _traces.Take(packet)?.End(DropReasons.Of(_discarded));
        audit.Dropped(DropReasons.Of(_discarded), home, ingress.Remote);
    }

    /// <summary>The packet that was offered went no further.</summary>
    public void Discarded(IpsecDiscard why) => _discarded = why;

    /// <summary>A Mobility Header came out of the kernel.</summary>
    public void Opened(ReadOnlySpan<byte> clear, DateTimeOffset now)
    {
        if (!Ipv6Header.TryRead(clear, out var header, out _) || header.Destination != homeAgent) return;
        var trace = _traces.Take(clear);
        var why = Pass(clear, header.Source, now, trace.ContextOf(), out var ingress);
        trace?.End(why);
        if (why != DropReason.None) audit.Dropped(why, header.Source, ingress.Remote);
    }

    private DropReason Pass(ReadOnlySpan<byte> clear, Ipv6Address home, DateTimeOffset now, in ActivityContext trace, out Ingress ingress)
    {
        // Policy lets no Mobility Header of a mobile node pass in the clear; strangers' have no tag.
        if (!reassociation.TryTake(clear, out ingress)) return DropReason.UnknownTag;
        if (!directory.Contains(home)) return DropReason.UnknownHomeAddress;
        // Who does not know them cannot reserve them, and an answer would use numbers that a restart uses again.
        if (!numbers.TryRead(home, out var used)) return DropReason.Unreachable;
        // Opened by what this kernel had before: meanwhile another one may have opened the same packet, and it was decided about.
        if ((used?.Claim ?? 0) != ClaimAt(clear)) return DropReason.NumbersNotClaimed;
        if (!inFlight.TryEnter(home, now)) return DropReason.QueueFull;
        return entities.TryTell(new OpenedFrame(home, ingress, clear.ToArray(), now, used) { Trace = trace }, inFlight) ? DropReason.None : DropReason.NoCluster;
    }

    /// <summary>The kernel leaves the flow label as it is.</summary>
    private ref ulong ClaimAt(ReadOnlySpan<byte> packet) => ref _claims[FlowLabelTag.Read(packet) % _claims.Length];
}
