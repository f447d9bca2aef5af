using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Load;

/// <summary>What comes, to whom it belongs, and what is due: everything on the poller's thread.</summary>
internal sealed class LoadLoop(
    LoadSettings settings, IReadOnlyDictionary<Ipv6Address, SimulatedNode> nodes, Registrations registrations, PayloadFlows payload, SendBatch output)
    : IFrameHandler
{
    /// <summary>Whatever else is due on a tick.</summary>
    public Action<long> Tick { get; set; } = _ => { };

    /// <summary>Frames for nobody, or none at all.</summary>
    public long Unknown { get; private set; }

    public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        var frame = buffer.Slice(offset, length);
        // Anything but the unspecified address: the frame is at a mobile node's side.
        var home = settings.HomeAgent;
        if (source.Kind == FrameSourceKind.PacketTap && !TryRoutingHeader(frame, out home)) return;
        if (!Decapsulator.TryDecapsulate(frame, home, out var ingress, out var inner, out _)) Unknown++;
        else Deliver(frame[inner], new Attachment(ingress.Local, ingress.LocalPort), LoadClock.Now);
    }

    public void EndBatch()
    {
        registrations.EndBatch();
        output.Flush();
    }

    public void Woken()
    {
        Tick(LoadClock.Now);
        EndBatch();
    }

    private void Deliver(ReadOnlySpan<byte> packet, in Attachment at, long now)
    {
        if (!Ipv6Header.TryRead(packet, out var header, out _) || !nodes.TryGetValue(header.Destination, out var node)) Unknown++;
        else if (header.NextHeader == IpProtocol.Esp && header.Source == settings.HomeAgent) registrations.Receive(node, packet, at, now);
        else if (header.NextHeader == IpProtocol.Udp) payload.Receive(node, packet, at, now);
        else Unknown++;
    }

    private static bool TryRoutingHeader(ReadOnlySpan<byte> packet, out Ipv6Address home)
    {
        home = default;
        if (!Type2RoutingHeader.TryFind(packet, out var found, out _) || found is not { } header) return false;
        home = header.HomeAddress;
        return true;
    }
}
