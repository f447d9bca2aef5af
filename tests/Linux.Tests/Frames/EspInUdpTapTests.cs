using System.Net;
using System.Net.Sockets;

namespace DsMip.Linux.Tests;

[Clause("5555-4.1-esp-port")]
public sealed class EspInUdpTapTests : IDisposable
{
    private const ushort Esp = Port.IpsecNatTraversal;
    private readonly TwoHosts _hosts = new();
    private readonly FrameCollector _collector = new();
    private readonly FrameSender _sender;

    public EspInUdpTapTests() => _sender = _hosts.There.Run(() => new FrameSender());

    private static byte[] Keepalive { get; } = [0xff];
    private static byte[] Ike { get; } = [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];

    public void Dispose()
    {
        _sender.Dispose();
        _hosts.Dispose();
    }

    [NamespaceFact]
    [Clause("3948-2.2-told-apart")]
    public void The_home_agent_gets_esp_and_neither_ike_nor_keepalives_nor_other_ports()
    {
        using var tap = _hosts.Here.Run(() => EspInUdpTap.AtHomeAgent(Ipv4Address.Parse(TwoHosts.Here4)));
        Send(Esp, Esp, Ike);
        Send(Esp, Esp, Keepalive);
        Send(Esp, 4191, Packet.Esp(1));
        var natted = Send(61000, Esp, Packet.Esp(2));
        var plain = Send(Esp, Esp, Packet.Esp(3));

        Assert.Equal([natted, plain], _collector.Await(tap, 2).Select(WithoutChecksum));
        Assert.Equal(0, tap.Receive(_collector));
        Assert.Equal(FrameSourceKind.EspInUdp, tap.Kind);
    }

    [NamespaceFact]
    public void The_mobile_node_gets_what_its_home_agent_sends()
    {
        using var tap = _hosts.Here.Run(() => EspInUdpTap.AtMobileNode(Ipv4Address.Parse(TwoHosts.There4)));
        using var others = _hosts.Here.Run(() => EspInUdpTap.AtMobileNode(Ipv4Address.Parse("192.0.2.1")));
        Send(61000, Esp, Packet.Esp(1));
        Send(Esp, Esp, Ike);
        var sent = Send(Esp, Esp, Packet.Esp(2));

        Assert.Equal(sent, WithoutChecksum(_collector.AwaitOne(tap)));
        Assert.Equal(0, tap.Receive(_collector));
        Assert.Equal(0, others.Receive(_collector));
    }

    [NamespaceFact]
    public void Another_address_is_not_ours_and_the_unspecified_one_means_all()
    {
        using var other = _hosts.Here.Run(() => EspInUdpTap.AtHomeAgent(Ipv4Address.Parse("198.51.100.77")));
        using var all = _hosts.Here.Run(() => EspInUdpTap.AtHomeAgent(Ipv4Address.Any));
        Send(Esp, Esp, Packet.Esp(1));
        _collector.AwaitOne(all);
        Assert.Equal(0, other.Receive(_collector));
    }

    [NamespaceFact]
    public void Options_of_the_header_are_respected_and_fragments_left_out()
    {
        using var tap = _hosts.Here.Run(() => EspInUdpTap.AtHomeAgent(Ipv4Address.Parse(TwoHosts.Here4)));
        var first = Datagram(Esp, Esp, Packet.Esp(1));
        (first[6], first[7]) = (0x20, 0);
        Assert.Equal(Errno.None, _sender.Send(first));
        var plain = Datagram(Esp, Esp, Packet.Esp(2));
        byte[] options = [0x46, .. plain[1..20], 1, 1, 1, 0, .. plain[20..]];
        options[3] += 4;
        Assert.Equal(Errno.None, _sender.Send(options));

        Assert.Equal(options, WithoutChecksum(_collector.AwaitOne(tap)));
        Assert.Equal(0, tap.Receive(_collector));
    }

    [NamespaceFact]
    public void Outgoing_frames_and_those_of_an_excluded_interface_are_not_seen()
    {
        var index = _hosts.Here.Run(() => new Netlink.RouteNetlink().GetLink("here0").Index);
        using var excluding = _hosts.Here.Run(() => EspInUdpTap.AtHomeAgent(Ipv4Address.Any, index));
        using var all = _hosts.Here.Run(() => EspInUdpTap.AtHomeAgent(Ipv4Address.Any));
        using var outward = _hosts.Here.Run(() => new FrameSender());
        outward.Send(Packet.Ipv4(TwoHosts.Here4, TwoHosts.There4, IpProtocol.Udp, Packet.Udp(Esp, Esp, Packet.Esp(8))));
        var sent = Send(Esp, Esp, Packet.Esp(9));

        Assert.Equal(sent, WithoutChecksum(_collector.AwaitOne(all)));
        Assert.Equal(0, excluding.Receive(_collector));
    }

    [NamespaceTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Shielded_the_owner_of_the_port_gets_ike_and_no_esp(bool atHomeAgent)
    {
        using var tap = _hosts.Here.Run(() => EspInUdpTap.AtHomeAgent(Ipv4Address.Any));
        using var shield = _hosts.Here.Run(() => atHomeAgent
            ? StackShield.ForHomeAgent("ha", Ipv6Address.Parse(TwoHosts.Here6), null, Ipv4Address.Parse(TwoHosts.Here4))
            : StackShield.ForMobileNode("mn", Ipv6Address.Parse(TwoHosts.There6), null, Ipv4Address.Parse(TwoHosts.There4)));
        using var daemon = _hosts.Here.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000 });
        daemon.Bind(new IPEndPoint(IPAddress.Any, Esp));
        Send(Esp, Esp, Packet.Esp(1));
        Send(Esp, Esp, Keepalive);
        Send(Esp, Esp, Ike);

        _collector.AwaitOne(tap);
        Assert.Equal(Keepalive, Receive(daemon));
        Assert.Equal(Ike, Receive(daemon));
    }

    private byte[] Send(ushort from, ushort to, byte[] payload)
    {
        var packet = Datagram(from, to, payload);
        Assert.Equal(Errno.None, _sender.Send(packet));
        return packet;
    }

    private static byte[] Receive(Socket socket)
    {
        var buffer = new byte[2000];
        return buffer[..socket.Receive(buffer)];
    }

    private static byte[] Datagram(ushort from, ushort to, byte[] payload) =>
        Packet.Ipv4(TwoHosts.There4, TwoHosts.Here4, IpProtocol.Udp, Packet.Udp(from, to, payload));

    /// <summary>The kernel fills it in on the way out.</summary>
    private static byte[] WithoutChecksum(byte[] packet)
    {
        packet.AsSpan(10, 2).Clear();
        return packet;
    }
}
