using System.Diagnostics;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// Spans of packets that the kernel has, by their tags; with the lock there are no tags, and one packet is inside at a time. Strangers' packets may take one,
/// and find nothing to do with it. Not thread-safe.
/// </summary>
/// <param name="depth">So many are inside at a time.</param>
internal sealed class TracesInKernel(int depth)
{
    private readonly Activity?[] _spans = new Activity?[depth];

    /// <param name="packet">IPv6, tagged.</param>
    public void Enter(ReadOnlySpan<byte> packet, Activity? span)
    {
        ref var place = ref _spans[FlowLabelTag.Read(packet) % _spans.Length];
        place?.End(DropReason.SecurityFailure);
        place = span;
    }

    public Activity? Take(ReadOnlySpan<byte> packet)
    {
        ref var place = ref _spans[FlowLabelTag.Read(packet) % _spans.Length];
        var span = place;
        place = null;
        return span;
    }
}
