using System.Collections.Concurrent;
using DsMip.MobileNode.Core.Correspondents;
using DsMip.MobileNode.Diagnostics;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Datapath.Correspondents;

/// <summary>
/// Route optimization in the data path (RFC 6275 11.3): who is reached directly, and what of it comes in. Belongs to the poller's thread, unless it says otherwise.
/// </summary>
internal sealed class OptimizedRoutes(Ipv6Address homeAddress, Ipv6Address homeAgent, ICorrespondentEvents events, DropCounters drops)
{
    private const int NextHeader = 6, Source = 8, Destination = 24, MinimumLength = 8;

    private readonly ConcurrentDictionary<Ipv6Address, OptimizedRoute> _routes = new();
    private readonly TunnelledPeers _tunnelled = new();

    /// <summary>Packets went to or came from it since the last <see cref="SetRoute"/>. Any thread.</summary>
    public bool IsInUse(Ipv6Address correspondent) => _routes.TryGetValue(correspondent, out var route) && route.IsUsed;

    public void Set(SetRoute command) => _routes[command.Correspondent] = new OptimizedRoute(command.CareOf);

    public void Clear(ClearRoute command) => _routes.TryRemove(command.Correspondent, out _);

    public bool TryFind(Ipv6Address correspondent, out OptimizedRoute route) => _routes.TryGetValue(correspondent, out route!);

    /// <summary>Is there a routing header, and not the home agent's?</summary>
    public bool IsRouted(ReadOnlySpan<byte> frame) =>
        frame.Length >= Ipv6Header.Size && frame[0] >> 4 == 6 && frame[NextHeader] == IpProtocol.Routing && Ipv6Address.Read(frame[Source..]) != homeAgent;

    /// <summary>Takes the routing header out. False: it was a message, or is dropped and counted.</summary>
    /// <param name="inner">Payload as it would have come at home, to be asked about before it is let in.</param>
    public bool TryOpen(Span<byte> frame, out Range inner)
    {
        if (!OptimizedPacket.TryRestore(frame, homeAddress, out inner, out var careOf, out var why))
        {
            drops.Count(why);
            return false;
        }
        var packet = frame[inner];
        if (packet[NextHeader] == IpProtocol.MobilityHeader)
        {
            Message(packet, careOf);
            return false;
        }
        if (_routes.TryGetValue(Ipv6Address.Read(packet[Source..]), out var route))
        {
            route.Use();
            return true;
        }
        drops.Count(DropReason.NoBinding);
        return false;
    }

    /// <summary>Is it a Mobility Header to the home address?</summary>
    public bool IsMessage(ReadOnlySpan<byte> packet) =>
        packet.Length >= Ipv6Header.Size && packet[0] >> 4 == 6 && packet[NextHeader] == IpProtocol.MobilityHeader && Ipv6Address.Read(packet[Destination..]) == homeAddress;

    /// <summary>A Mobility Header right behind its IPv6 header.</summary>
    /// <param name="destination">See <see cref="ICorrespondentEvents.MessageReceived"/>.</param>
    public void Message(ReadOnlySpan<byte> packet, Ipv6Address destination)
    {
        if (!Ipv6Header.TryRead(packet, out var ip, out var why)) drops.Count(why);
        else if (!MobilityHeaderCodec.TryRead(packet[Ipv6Header.Size..ip.PacketLength], ip.Source, ip.Destination, out var message, out why)) drops.Count(why);
        else events.MessageReceived(ip.Source, destination, message!, packet.Slice(Ipv6Header.Size, MinimumLength * (packet[Ipv6Header.Size + 1] + 1)));
    }

    public void NotUnderstood(in CorrespondentNotice notice) => events.NotUnderstood(notice.Correspondent, notice.Cookie!.Value);

    /// <summary>Payload that came by the tunnel: who sends it may be told where we are (RFC 6275 11.7.2).</summary>
    public void Tunnelled(ReadOnlySpan<byte> packet, in Ingress ingress)
    {
        if (ingress.Encapsulation != Encapsulation.Ipv6 || IpVersion.Of(packet) != 6 || Ipv6Address.Read(packet[Destination..]) != homeAddress) return;
        var source = Ipv6Address.Read(packet[Source..]);
        if (source != homeAgent && !_routes.ContainsKey(source) && _tunnelled.IsToBeTold(source)) events.PacketTunnelled(source);
    }
}
