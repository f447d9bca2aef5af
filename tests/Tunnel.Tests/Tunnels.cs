using DsMip.Wire;

namespace DsMip.Tunnel.Tests;

/// <summary>Both ends of the three kinds of tunnel.</summary>
internal static class Tunnels
{
    public const ushort NatPort = 40_000;

    public static BidirectionalTunnel AtHomeAgent(Encapsulation encapsulation) => encapsulation switch
    {
        Encapsulation.Ipv6 => new(Encapsulation.Ipv6, Packets.HomeAgent, Packets.CareOf),
        Encapsulation.Ipv4 => new(Encapsulation.Ipv4, Packets.HomeAgentIpv4, Packets.Nat),
        Encapsulation.UdpIpv4 => new(Encapsulation.UdpIpv4, Packets.HomeAgentIpv4, Packets.Nat, Port.DsMip, NatPort),
        _ => throw new ArgumentOutOfRangeException(nameof(encapsulation)),
    };

    public static BidirectionalTunnel Reversed(in BidirectionalTunnel tunnel) =>
        new(tunnel.Encapsulation, tunnel.Remote, tunnel.Local, tunnel.RemotePort, tunnel.LocalPort);

    public static BidirectionalTunnel AtMobileNode(Encapsulation encapsulation) => Reversed(AtHomeAgent(encapsulation));

    public static Ingress IngressOf(in BidirectionalTunnel tunnel) =>
        new(tunnel.Encapsulation, tunnel.Local, tunnel.Remote, tunnel.RemotePort, tunnel.LocalPort);

    /// <summary>Encapsulates into a fresh buffer and answers the frame.</summary>
    public static byte[] Encapsulate(byte[] packet, in BidirectionalTunnel tunnel, in TunnelEntry entry)
    {
        var buffer = Packets.WithHeadroom(packet);
        Assert.True(Encapsulator.TryEncapsulate(buffer, Packets.Headroom, packet.Length, tunnel, entry, out var offset, out var length, out var why));
        Assert.Equal(DropReason.None, why);
        return buffer.AsSpan(offset, length).ToArray();
    }

    public static byte[] Encapsulate(byte[] packet, in BidirectionalTunnel tunnel) => Encapsulate(packet, tunnel, new TunnelEntry());

    public static DropReason Refusal(byte[] packet, in BidirectionalTunnel tunnel, in TunnelEntry entry)
    {
        var buffer = Packets.WithHeadroom(packet);
        Assert.False(Encapsulator.TryEncapsulate(buffer, Packets.Headroom, packet.Length, tunnel, entry, out _, out _, out var why));
        Assert.Equal(packet, buffer.AsSpan(Packets.Headroom).ToArray());
        return why;
    }
}
