using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>Frames from mobile nodes: signalling to the entities, payload to where it wants to go (RFC 6275 10.4.5, RFC 5555 4.5).</summary>
internal sealed class Uplink(
    HomeNetwork home, BindingTable table, IEdgeIpsec ipsec, TunnelEntrance tunnels, Downlink downlink, TunDevice tun,
    SignallingErrors errors, HomeAgentMetrics metrics)
{
    private const int NextHeaderOffset = 6;

    public void Handle(Span<byte> buffer, int offset, int length, DateTimeOffset now)
    {
        // Before outer headers go: what is told is about the packet as it was.
        if (errors.TryTake(buffer.Slice(offset, length), now)) return;
        if (!Decapsulator.TryDecapsulate(buffer.Slice(offset, length), out var ingress, out var inner, out var why))
        {
            metrics.Dropped(why);
            return;
        }
        var (start, size) = inner.GetOffsetAndLength(length);
        var packet = buffer.Slice(offset + start, size);
        if (!InnerPacket.TryReadDestination(packet, out var destination)) metrics.Dropped(DropReason.BadVersion);
        else if (home.IsHomeAgent(destination) && TryTakeSignalling(buffer, offset + start, size, ingress, now)) return;
        else if (ingress.Encapsulation == Encapsulation.Native) metrics.Dropped(DropReason.NotForUs);
        else if (!table.TryCheckUplink(ingress, packet, now, out why)) Unbound(packet, ingress, why, now);
        else if (!ipsec.MayBeClear(packet)) metrics.Dropped(DropReason.UnprotectedPayload);
        else Forward(buffer, offset + start, size, destination, now);
    }

    private void Unbound(ReadOnlySpan<byte> packet, in Ingress ingress, DropReason why, DateTimeOffset now)
    {
        if (!ipsec.TryTakeUnbound(packet, ingress, now)) metrics.Dropped(why);
    }

    private bool TryTakeSignalling(Span<byte> buffer, int offset, int length, in Ingress ingress, DateTimeOffset now)
    {
        switch (buffer[offset + NextHeaderOffset])
        {
            case IpProtocol.Esp:
                ipsec.Offer(buffer, offset, length, ingress, now);
                return true;
            case IpProtocol.MobilityHeader:
                ipsec.OfferClear(buffer.Slice(offset, length), ingress, now);
                return true;
            case IpProtocol.DestinationOptions when ingress.Encapsulation != Encapsulation.Native:
                return TryTakeBehindOption(buffer, offset, length, ingress, now);
            default:
                return false;
        }
    }

    /// <summary>Signalling whose Home Address option stays in the tunnel, beside the home address in the IPv6 header.</summary>
    private bool TryTakeBehindOption(Span<byte> buffer, int offset, int length, in Ingress ingress, DateTimeOffset now)
    {
        if (!TunnelledHomeAddress.TryRemoveOption(buffer.Slice(offset, length), out var removed, out var why)) metrics.Dropped(why);
        else if (removed == 0) return false;
        else return TryTakeSignalling(buffer, offset + removed, length - removed, ingress with { HomeAddressOption = true }, now);
        return true;
    }

    private void Forward(Span<byte> buffer, int offset, int length, IpAddress destination, DateTimeOffset now)
    {
        var packet = buffer.Slice(offset, length);
        if (!destination.IsUnicastRoutable) metrics.Dropped(DropReason.NotForUs);
        else if (ipsec.SealsInKernel(packet)) ToNetwork(packet);
        else if (tunnels.TryFind(destination, now, out var tunnel)) tunnels.Send(buffer, offset, length, tunnel, true, PacketDirection.Hairpin, now);
        else if (home.IsMobileNetwork(destination) || (home.IsHome(destination) && !home.HasHomeLink)) downlink.NotAway(packet, destination, now);
        else ToNetwork(packet);
    }

    private void ToNetwork(ReadOnlySpan<byte> packet)
    {
        if (tun.Write(packet) == Errno.None) metrics.Forwarded(PacketDirection.Uplink);
        else metrics.Dropped(DropReason.Unreachable);
    }
}
