using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>Req 1 of the draft for payload: what the kernel has sealed to a home address in tunnel mode follows the mobile node.</summary>
/// <param name="places">Null: where the binding says.</param>
internal sealed class ProtectedDownlink(PayloadPorts ports, EdgeParts edge, PayloadPlaces? places = null)
{
    private readonly (uint Spi, IpAddress Remote)[] _sent = new (uint, IpAddress)[1024];

    /// <summary>Did a packet of this SPI go there lately? What an ICMP error has to know to be believed.</summary>
    public bool WasSent(uint spi, IpAddress remote) => _sent[spi % _sent.Length] == (spi, remote);

    /// <param name="home">The packet's destination.</param>
    public void Send(Span<byte> buffer, int offset, int length, Ipv6Address home, uint spi, DateTimeOffset now)
    {
        if (!edge.Table.TryFind(home, now, out var tunnel))
        {
            edge.Metrics.Dropped(DropReason.NoBinding);
            return;
        }
        if (places is not null) tunnel = tunnel with { Remote = places.Find(home, tunnel.Remote) };
        _sent[spi % _sent.Length] = (spi, tunnel.Remote);
        var pathMtu = edge.PathMtus.Find(tunnel.Remote, now);
        if (ProtectedPayload.TryToCareOf(
            buffer, offset, length, tunnel, Port.IpsecNatTraversal, ports.Find(home, tunnel.Remote), pathMtu, out var start, out var size, out var why))
        {
            edge.Batch.Add(buffer.Slice(start, size));
            edge.Metrics.Forwarded(PacketDirection.Downlink);
            return;
        }
        edge.Metrics.Dropped(why);
        // To the kernel itself, whose SA then tells the senders of what it seals.
        if (why == DropReason.PacketTooBig)
            edge.Errors.TooBig(buffer.Slice(offset, length), ProtectedPayloadMtu.Of(tunnel.Encapsulation, pathMtu), now);
    }
}
