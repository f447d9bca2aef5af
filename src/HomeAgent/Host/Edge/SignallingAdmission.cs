using System.Buffers.Binary;
using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Telemetry;
using DsMip.IPsec;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>Req 4 of the draft, first half: a sealed Binding Update goes to its entity together with the way it came.</summary>
public sealed class SignallingAdmission(ISpiOracle spis, IngressLedger ledger, InFlightWindow inFlight, AuditLog audit)
{
    private IActorRef? _region;
    private IActorRef? _edge;

    /// <summary>Where frames go, and who gets the answers. Before that nothing is let in.</summary>
    public void Open(IActorRef region, IActorRef edge) => (_region, _edge) = (region, edge);

    /// <param name="packet">IPv6 and ESP, to the home agent address.</param>
    public void Offer(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now)
    {
        var why = Classify(packet, out var spi, out var home);
        if (why == DropReason.None && !inFlight.TryEnter(now)) why = DropReason.QueueFull;
        if (why != DropReason.None)
        {
            audit.Dropped(why, home, ingress.Remote);
            return;
        }
        var bytes = packet.ToArray();
        var tag = ledger.Record(ingress);
        FlowLabelTag.Stamp(bytes, tag);
        _region?.Tell(new ClassifiedFrame(home, spi, tag, ingress, bytes, now), _edge);
    }

    /// <summary>The SPI says whose it claims to be, the source says it again; only IPsec knows whether it is true.</summary>
    private DropReason Classify(ReadOnlySpan<byte> packet, out Spi spi, out Ipv6Address home)
    {
        (spi, home) = (default, default);
        if (!Ipv6Header.TryRead(packet, out var header, out var why)) return why;
        home = header.Source;
        if (packet.Length < Ipv6Header.Size + sizeof(uint)) return DropReason.Truncated;
        spi = new Spi(BinaryPrimitives.ReadUInt32BigEndian(packet[Ipv6Header.Size..]));
        if (!spis.ProtectsBindingUpdates(spi.Value, out var owner)) return DropReason.UnknownSecurityParametersIndex;
        return owner == home ? DropReason.None : DropReason.SelectorMismatch;
    }
}
