namespace DsMip.Linux.Tests;

public sealed class PacketTapTests : IDisposable
{
    private const string Home = "2001:db8:99::7";
    private readonly TwoHosts _hosts = new();
    private readonly FrameCollector _collector = new();
    private readonly FrameSender _sender;
    private readonly RawFrameSource _errors;

    public PacketTapTests()
    {
        _sender = _hosts.There.Run(() => new FrameSender());
        _errors = _hosts.There.Run(RawFrameSource.Ipv6Errors);
    }

    private static byte[] WithHomeAddressOption { get; } = Packet.Ipv6(
        TwoHosts.There6, TwoHosts.Here6, IpProtocol.DestinationOptions, Packet.HomeAddressOption(Home, IpProtocol.Esp, Packet.Esp(1)));

    private static byte[] WithRoutingHeader { get; } = Packet.Ipv6(
        TwoHosts.There6, TwoHosts.Here6, IpProtocol.Routing, Packet.Type2RoutingHeader(Home, IpProtocol.Esp, Packet.Esp(2)));

    private static byte[] Esp { get; } = Packet.Ipv6(TwoHosts.There6, TwoHosts.Here6, IpProtocol.Esp, Packet.Esp(3));

    private static byte[] MobilityHeader { get; } =
        Packet.Ipv6(TwoHosts.There6, TwoHosts.Here6, IpProtocol.MobilityHeader, IpProtocol.NoNextHeader, 0, 99, 0, 0, 0, 0, 0);

    /// <summary>Of a protocol that nobody knows (RFC 3692): the kernel answers with an error, shield or not.</summary>
    private static byte[] Marker { get; } = Packet.Ipv6(TwoHosts.There6, TwoHosts.Here6, 253, 1, 2, 3, 4, 5, 6, 7, 8);

    public void Dispose()
    {
        _errors.Dispose();
        _sender.Dispose();
        _hosts.Dispose();
    }

    [NamespaceFact]
    public void Mobility_packets_come_as_they_were_sent_and_others_do_not()
    {
        using var tap = Tap(TwoHosts.Here6);
        byte[] encapsulationLimit = [IpProtocol.Ipv6, 0, 4, 1, 4, 1, 0, 0, .. new byte[40]];
        Send(WithHomeAddressOption, Marker, WithRoutingHeader,
            Packet.Ipv6(TwoHosts.There6, TwoHosts.Here6, IpProtocol.DestinationOptions, encapsulationLimit), Esp);

        Assert.Equal([WithHomeAddressOption, WithRoutingHeader, Esp], _collector.Await(tap, 3));
        Assert.Equal(0, tap.Receive(_collector));
    }

    [NamespaceFact]
    public void Destinations_can_change_at_run_time()
    {
        using var tap = Tap("2001:db8::1", "2001:db8::2");
        Send(Esp);
        tap.SetDestinations([Ipv6Address.Parse("2001:db8::1"), Ipv6Address.Parse(TwoHosts.Here6), Ipv6Address.Parse("2001:db8::2")]);
        Send(WithRoutingHeader);
        tap.SetDestinations([Ipv6Address.Parse("2001:db8::1")]);
        Send(Esp);
        tap.SetDestinations([]);
        Send(WithHomeAddressOption);

        Assert.Equal([WithRoutingHeader, WithHomeAddressOption], _collector.Await(tap, 2));
        Assert.Equal(0, tap.Receive(_collector));
    }

    [NamespaceFact]
    public void As_many_destinations_as_promised_fit()
    {
        var many = Enumerable.Range(1, PacketTap.MaximumDestinations - 1).Select(i => new Ipv6Address((UInt128)(uint)i));
        using var tap = _hosts.Here.Run(() => new PacketTap([.. many, Ipv6Address.Parse(TwoHosts.Here6)]));
        Send(Esp);
        Assert.Equal(Esp, _collector.AwaitOne(tap));
    }

    [NamespaceFact]
    public void Outgoing_packets_and_those_of_an_excluded_interface_are_not_seen()
    {
        using var everything = Tap();
        using var tun = _hosts.Here.Run(() => TunDevice.Open("dsmip0"));
        _hosts.Here.Ip("link set dsmip0 up");
        using var withoutTun = _hosts.Here.Run(() => new PacketTap([], excludedInterface: tun.InterfaceIndex));
        using var outward = _hosts.Here.Run(() => new FrameSender());
        outward.Send(Packet.Ipv6(TwoHosts.Here6, TwoHosts.There6, IpProtocol.Esp, Packet.Esp(9)));
        Assert.Equal(Errno.None, tun.Write(Esp));
        Send(WithRoutingHeader);

        Assert.Equal([Esp, WithRoutingHeader], _collector.Await(everything, 2));
        _collector.Frames.Clear();
        Assert.Equal([WithRoutingHeader], _collector.Await(withoutTun, 1));
    }

    [NamespaceFact]
    public void A_promiscuous_interface_does_not_bring_what_others_are_sent()
    {
        _hosts.Here.Ip("link set here0 promisc on");
        _hosts.There.Ip("neighbour add 2001:db8:1::50 lladdr 02:00:00:00:00:99 dev there0");
        using var tap = Tap();
        Send(Packet.Ipv6(TwoHosts.There6, "2001:db8:1::50", IpProtocol.Esp, Packet.Esp(4)), Esp);

        Assert.Equal([Esp], _collector.Await(tap, 1));
        Assert.Equal(0, tap.Receive(_collector));
    }

    [NamespaceFact]
    public void Without_a_shield_the_kernel_answers_mobility_packets_with_errors()
    {
        Send(WithHomeAddressOption);
        var error = _collector.AwaitOne(_errors);
        Assert.Equal([4, 2], error[40..42]); // Parameter Problem, unrecognized IPv6 option
        Assert.Equal(WithHomeAddressOption, error[48..]);
        Send(Esp);
        Assert.Equal([4, 1], _collector.AwaitOne(_errors)[40..42]);
        Send(WithRoutingHeader);
        Assert.Equal([4, 0], _collector.AwaitOne(_errors)[40..42]);
    }

    [NamespaceFact]
    public void Shielded_the_home_agent_sees_them_and_the_kernel_is_silent()
    {
        using var tap = _hosts.Here.Run(() => PacketTap.AtHomeAgent(Ipv6Address.Parse(TwoHosts.Here6), excludedInterface: 0));
        using var shield = _hosts.Here.Run(() => StackShield.ForHomeAgent("ha", Ipv6Address.Parse(TwoHosts.Here6)));
        Send(WithHomeAddressOption, Esp, MobilityHeader, Marker);

        Assert.Equal([WithHomeAddressOption, Esp, MobilityHeader], _collector.Await(tap, 3));
        Assert.Equal(Marker, _collector.AwaitOne(_errors)[48..]);
    }

    [NamespaceFact]
    public void Shielded_the_mobile_node_sees_them_and_the_kernel_is_silent()
    {
        using var tap = Tap();
        using var shield = _hosts.Here.Run(() => StackShield.ForMobileNode("mn", Ipv6Address.Parse(TwoHosts.There6)));
        Send(WithRoutingHeader, Esp, Marker);

        Assert.Equal([WithRoutingHeader, Esp], _collector.Await(tap, 2));
        Assert.Equal(Marker, _collector.AwaitOne(_errors)[48..]);
    }

    [NamespaceFact]
    [Clause("2473-4.1.1-limit")]
    public void A_shield_lets_tunnel_encapsulation_limits_through()
    {
        using var shield = _hosts.Here.Run(() => StackShield.ForHomeAgent("ha", Ipv6Address.Parse(TwoHosts.Here6)));
        using var source = _hosts.Here.Run(() => RawFrameSource.Ipv6(IpProtocol.Ipv6));
        var inner = Packet.Ipv6("2001:db8:99::7", "2001:db8:98::1", IpProtocol.NoNextHeader);
        Send(Packet.Ipv6(TwoHosts.There6, TwoHosts.Here6, IpProtocol.DestinationOptions, [IpProtocol.Ipv6, 0, 4, 1, 4, 1, 0, 0, .. inner]));

        Assert.Equal(inner, _collector.AwaitOne(source)[40..]);
    }

    [NamespaceFact]
    public void A_shield_replaces_the_one_of_a_crashed_process_and_goes_with_its_owner()
    {
        var address = Ipv6Address.Parse(TwoHosts.Here6);
        _hosts.Here.Run(() => StackShield.ForHomeAgent("ha", Ipv6Address.Parse("2001:db8::dead")));
        using (_hosts.Here.Run(() => StackShield.ForHomeAgent("ha", address, "dsmip0")))
        {
            var rules = _hosts.Here.Execute("nft", "list", "ruleset");
            Assert.DoesNotContain("dead", rules, StringComparison.Ordinal);
            Assert.Contains("table inet dsmip_ha", rules, StringComparison.Ordinal);
            Assert.Contains("iifname \"dsmip0\" accept", rules, StringComparison.Ordinal);
        }
    }

    private PacketTap Tap(params string[] destinations) =>
        _hosts.Here.Run(() => new PacketTap([.. destinations.Select(d => Ipv6Address.Parse(d))]));

    private void Send(params byte[][] packets)
    {
        foreach (var packet in packets) Assert.Equal(Errno.None, _sender.Send(packet));
    }
}
