using System.Diagnostics.CodeAnalysis;
using DsMip.Testing;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>The program itself, over the kernel's network.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "Disposed by using.")]
public sealed class DaemonTests
{
    private const string V6 = "2001:db8:6::5", V4 = "203.0.113.5", Nat = "10.1.0.5", Home = "2001:db8:1::50";

    /// <summary>Req 3 of the draft, with either technique: the Binding Update leaves by the new path, payload by the old one until the acknowledgement.</summary>
    [NamespaceTheory]
    [Clause("6275-11.3.1-home-source", "5555-5.1-old-path")]
    [InlineData("Api")]
    [InlineData("Heuristic")]
    public void Payload_stays_on_the_old_path_until_the_acknowledgement(string technique)
    {
        using var walk = new Walk(("SpiTechnique", technique));
        walk.Start();
        walk.EnterV4();
        walk.UntilState("Registered", V4);
        walk.HomeAgent.Answers = false;
        walk.EnterV6();
        walk.Until(() => walk.HomeAgent.Updates.Any(update => update.Ingress.Remote == IpAddress.Parse(V6)), "the Binding Update by the new path");
        walk.SendPayload("before");
        walk.Until(() => walk.Arrived("before") is not null, "payload");
        Assert.Equal((Encapsulation.Ipv4, IpAddress.Parse(V4)), WayOf(walk.Arrived("before")!));

        walk.HomeAgent.Acknowledge(walk.HomeAgent.Updates[^1]);
        walk.UntilState("Registered", V6);
        walk.SendPayload("after");
        walk.Until(() => walk.Arrived("after") is not null, "payload");
        Assert.Equal((Encapsulation.Ipv6, IpAddress.Parse(V6)), WayOf(walk.Arrived("after")!));
        Assert.Empty(walk.HomeAgent.Discards);
    }

    [NamespaceFact]
    [Clause("6275-11.7.3-status-1", "4877-4.1-prefix-discovery-use")]
    public void Status_1_is_answered_with_a_prefix_solicitation_and_status_0_is_not()
    {
        using var walk = new Walk(("Ipsec", null));
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", "2001:db8:6::5");
        walk.HomeAgent.Answers = false;
        walk.Leave("v6");
        walk.EnterV4();
        walk.Until(() => walk.HomeAgent.Updates[^1].Ingress.Encapsulation == Encapsulation.UdpIpv4, "the Binding Update from another place");
        Assert.Equal(0, walk.HomeAgent.Solicitations);
        var update = walk.HomeAgent.Updates[^1];
        walk.HomeAgent.Send(
            new BindingAcknowledgement(
                BindingStatus.AcceptedPrefixDiscoveryNecessary, BindingAcknowledgementFlags.None, update.Message.Sequence, update.Message.Lifetime, MobilityOptions.None),
            update.Ingress);
        walk.Until(() => walk.HomeAgent.Solicitations > 0, "a Mobile Prefix Solicitation");
        walk.UntilState("Registered", "203.0.113.5");
    }

    [NamespaceFact]
    [Clause("5555-4.1-v6", "5555-4.1-update", "5555-4.4.3-source", "5555-1.3-v4-only")]
    public void Binding_updates_travel_as_RFC_5555_says_in_each_kind_of_network()
    {
        using var walk = new Walk();
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        Assert.Equal((Encapsulation.Native, true), (walk.HomeAgent.Updates[^1].Ingress.Encapsulation, walk.HomeAgent.Updates[^1].Ingress.HomeAddressOption));
        walk.Leave("v6");
        walk.EnterV4();
        walk.UntilState("Registered", V4);
        Assert.Equal(Encapsulation.UdpIpv4, walk.HomeAgent.Updates[^1].Ingress.Encapsulation);
        Assert.Equal("Ipv4", walk.Status.Encapsulation);
        var port = walk.HomeAgent.Updates[^1].Ingress.RemotePort;
        walk.Leave("v4");
        walk.EnterNat();
        walk.UntilState("Registered", Nat);
        Assert.Equal(("UdpIpv4", true), (walk.Status.Encapsulation, walk.Status.NatDetected));
        Assert.Equal(port, walk.HomeAgent.Updates[^1].Ingress.RemotePort);
        walk.SendPayload("in UDP");
        walk.Until(() => walk.Arrived("in UDP") is not null, "payload");
        Assert.Equal((Encapsulation.UdpIpv4, IpAddress.Parse(Nat)), WayOf(walk.Arrived("in UDP")!));
        Assert.Equal("198.51.100.50", walk.Status.Ipv4HomeAddress);
        walk.Leave("nat");
        walk.EnterHome();
        walk.UntilState("Home", Home);
        var last = walk.HomeAgent.Updates[^1];
        Assert.Equal((Encapsulation.Native, false, BindingLifetime.Zero), (last.Ingress.Encapsulation, last.Ingress.HomeAddressOption, last.Message.Lifetime));
    }

    /// <summary>RFC 6275 11.7.1 against the format of RFC 5555 4.2; the answer mirrors it with a routing header in the tunnel (RFC 5555 4.5).</summary>
    [NamespaceFact]
    [Clause("6275-11.7.1-hao-v4-sent", "5555-4.5-rh2-v4-taken")]
    public void Over_ipv4_a_home_address_option_is_sent_where_it_is_switched_on_and_a_routing_header_is_taken()
    {
        using var walk = new Walk(("Interoperability:HomeAddressOptionOverIpv4", "true"));
        walk.Start();
        walk.EnterV4();
        walk.UntilState("Registered", V4);
        Assert.Equal((Encapsulation.UdpIpv4, true), (walk.HomeAgent.Updates[^1].Ingress.Encapsulation, walk.HomeAgent.Updates[^1].Ingress.HomeAddressOption));
        Assert.Empty(walk.HomeAgent.Discards);
    }

    /// <summary>For labs: no IPsec, in either kind of network; the status says so.</summary>
    [NamespaceFact]
    public void Without_ipsec_binding_updates_are_clear_and_acknowledgements_believed()
    {
        using var walk = new Walk(Settings.WithoutIpsec);
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        Assert.Equal((Encapsulation.Native, true), (walk.HomeAgent.Updates[^1].Ingress.Encapsulation, walk.HomeAgent.Updates[^1].Ingress.HomeAddressOption));
        Assert.Contains("INSECURE", walk.Status.Keys, StringComparison.Ordinal);
        walk.Leave("v6");
        walk.EnterV4();
        walk.UntilState("Registered", V4);
        walk.SendPayload("clear");
        walk.Until(() => walk.Arrived("clear") is not null, "payload");
    }

    /// <summary>RFC 5555 4.4.1 wants three tries; a router that says there is no way makes waiting for the others pointless.</summary>
    [NamespaceFact]
    public void An_ipv6_network_without_a_way_to_the_home_agent_gives_way_to_ipv4_at_once()
    {
        using var walk = new Walk();
        using var island = NetworkNamespace.Create();
        NetworkNamespace.Connect(walk.Node, "island", island, "island");
        island.Ip("addr add 2001:db8:7::1/64 dev island");
        island.Sysctl("net.ipv6.conf.all.forwarding", "1");
        walk.Start();
        walk.EnterV4();
        walk.UntilState("Registered", V4);
        var before = walk.HomeAgent.Updates.Length;
        walk.Enter("island", "2001:db8:7::5/64", "2001:db8:7::1");
        walk.Until(() => walk.HomeAgent.Updates.Length > before, "a Binding Update over IPv4 again");
        walk.UntilState("Registered", V4);
        // Waiting for the retransmission timer would have made it two more.
        Assert.Equal(0, walk.Status.Retransmissions);
    }

    [NamespaceFact]
    public void Payload_sent_while_there_is_no_path_waits_for_it()
    {
        using var walk = new Walk();
        walk.Start();
        walk.SendPayload("early");
        walk.EnterV6();
        walk.Until(() => walk.Arrived("early") is not null, "the packet that waited in the TUN");
    }

    [NamespaceFact]
    [Clause("6275-11.3.3-tunnel-source")]
    public void What_comes_down_the_tunnel_must_come_from_the_home_agent()
    {
        using var walk = new Walk();
        walk.Far.Ip("addr add 2001:db8:6::bad/64 dev v6 nodad");
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        var inner = UdpTo(walk.Options.HomeAddress);
        var (good, bad) = (walk.Options.HomeAgentAddress, Ipv6Address.Parse("2001:db8:6::bad"));
        using var listener = walk.Node.Run(() =>
        {
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetworkV6, System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Udp);
            socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.IPv6Any, 9));
            return socket;
        });
        walk.HomeAgent.SendDown(inner, new BidirectionalTunnel(Encapsulation.Ipv6, bad, Ipv6Address.Parse(V6)));
        walk.Until(() => walk.Status.Drops.ContainsKey("OuterSourceMismatch"), "the drop to be counted");
        Assert.Equal(0, listener.Available);
        walk.HomeAgent.SendDown(inner, new BidirectionalTunnel(Encapsulation.Ipv6, good, Ipv6Address.Parse(V6)));
        walk.Until(() => listener.Available > 0, "payload from the home agent");
    }

    [NamespaceFact]
    [Clause("6275-11.7.3-authentic")]
    public void A_replayed_or_forged_acknowledgement_changes_nothing_and_is_counted()
    {
        using var walk = new Walk();
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        var update = walk.HomeAgent.Updates[^1];
        var before = walk.Status;
        walk.HomeAgent.Send(
            new BindingAcknowledgement(BindingStatus.DuplicateAddressDetectionFailed, 0, new SequenceNumber(1), BindingLifetime.Zero, MobilityOptions.None), update.Ingress);
        walk.HomeAgent.SendLastOneAgain(update.Ingress);
        walk.Until(() => walk.Status.Drops.ContainsKey("IpsecReplay"), "the replay to be counted");
        var clear = new byte[Ipv6Header.Size + 32];
        var header = MobilityHeaderCodec.Write(
            new BindingAcknowledgement(BindingStatus.Accepted, 0, update.Message.Sequence, BindingLifetime.Zero, MobilityOptions.None),
            walk.Options.HomeAgentAddress, walk.Options.HomeAddress, clear.AsSpan(Ipv6Header.Size));
        new Ipv6Header(0, 0, (ushort)header, IpProtocol.MobilityHeader, 64, walk.Options.HomeAgentAddress, walk.Options.HomeAddress).Write(clear);
        walk.HomeAgent.SendDown(
            clear.AsSpan(0, Ipv6Header.Size + header), new BidirectionalTunnel(Encapsulation.Ipv6, walk.Options.HomeAgentAddress, Ipv6Address.Parse(V6)));
        walk.Until(() => walk.Status.Drops.ContainsKey("IpsecProtectionRequired"), "the clear acknowledgement to be counted");
        Assert.Equal((before.State, before.Expires, before.Sequence), (walk.Status.State, walk.Status.Expires, walk.Status.Sequence));
    }

    [NamespaceFact]
    [Clause("3776-4.4-replay")]
    public void Killed_and_started_again_it_uses_no_number_twice_and_registers_anew()
    {
        using var walk = new Walk();
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        walk.Kill();
        Assert.Contains("lookup 4191", walk.Node.Ip("-6 rule"), StringComparison.Ordinal);
        walk.Start();
        walk.UntilState("Registered", V6);
        var updates = walk.HomeAgent.Updates;
        Assert.Empty(walk.HomeAgent.Discards);
        Assert.True(updates.Zip(updates.Skip(1)).All(pair => pair.Second.EspSequence > pair.First.EspSequence));
        Assert.True(updates.Zip(updates.Skip(1)).All(pair => pair.Second.Message.Sequence.IsAfter(pair.First.Message.Sequence)));
        walk.SendPayload("again");
        walk.Until(() => walk.Arrived("again") is not null, "payload");
    }

    [NamespaceFact]
    public void Terminated_it_deregisters_and_leaves_the_kernel_as_it_was()
    {
        using var walk = new Walk();
        var before = Kernel(walk);
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        Assert.NotEqual(before, Kernel(walk));
        Assert.Equal(0, walk.Stop());
        Assert.Equal("", walk.Errors);
        Assert.Equal(BindingLifetime.Zero, walk.HomeAgent.Updates[^1].Message.Lifetime);
        Assert.Equal(before, Kernel(walk));
        Assert.DoesNotContain("dsmip0", walk.Node.Ip("link"), StringComparison.Ordinal);
    }

    [NamespaceFact]
    [Clause("6275-11.5.5-tunnel")]
    public void At_home_there_are_no_rules_and_routes_are_the_kernels_own()
    {
        using var walk = new Walk();
        var before = walk.Node.Ip("-6 rule") + walk.Node.Ip("-4 rule");
        walk.Start();
        walk.EnterHome();
        walk.UntilState("Home", Home);
        Assert.Equal(before, walk.Node.Ip("-6 rule") + walk.Node.Ip("-4 rule"));
        Assert.Contains("dev home", walk.Node.Ip($"-6 route get {Walk.Correspondent}"), StringComparison.Ordinal);
        walk.Leave("home");
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        var route = walk.Node.Ip($"-6 route get {Walk.Correspondent}");
        Assert.Contains("dev dsmip0", route, StringComparison.Ordinal);
        Assert.Contains("src 2001:db8:1::50", route, StringComparison.Ordinal);
        // Whoever asks for the care-of address gets it, and neighbours are not reached through the home agent.
        Assert.Contains("dev v6", walk.Node.Ip($"-6 route get {Walk.Correspondent} from {V6}"), StringComparison.Ordinal);
        Assert.Contains("dev v6", walk.Node.Ip("-6 route get 2001:db8:6::1"), StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void Strict_reverse_path_filtering_does_not_keep_the_home_agent_out()
    {
        using var walk = new Walk();
        walk.Node.Sysctl("net.ipv4.conf.all.rp_filter", "1");
        walk.Node.Sysctl("net.ipv4.conf.v4.rp_filter", "1");
        walk.Start();
        walk.EnterV4();
        walk.UntilState("Registered", V4);
        walk.HomeAgent.Answers = false;
        walk.Leave("v4");
        walk.EnterV4();
        walk.Until(() => walk.Status.State == "Registering", "the movement");
        walk.HomeAgent.Answers = true;
        walk.UntilState("Registered", V4);
        Assert.Equal(0, walk.Stop());
        Assert.Equal("1\n", walk.Node.Execute("cat", "/proc/sys/net/ipv4/conf/v4/rp_filter"));
    }

    [NamespaceTheory]
    [InlineData("--Lifetime=600", "dsmip-mn: Lifetime: ", 2)]
    [InlineData("--BindingUpdate:EncryptionKey=00", "dsmip-mn: BindingUpdate:EncryptionKey: ", 2)]
    public void A_wrong_setting_is_one_line_and_exit_code_2(string setting, string expected, int code)
    {
        using var process = Shell.Start(
            Path.Combine(AppContext.BaseDirectory, "dsmip-mn"),
            ["run", .. Settings.Right().Select(pair => $"--{pair.Key}={pair.Value}"), setting]);
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(code, process.ExitCode);
        Assert.StartsWith(expected, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd('\n').Split('\n'));
    }

    private static (Encapsulation Encapsulation, IpAddress Remote) WayOf(SeenPayload payload) => (payload.Ingress.Encapsulation, payload.Ingress.Remote);

    private static string Kernel(Walk walk) =>
        walk.Node.Ip("-6 rule") + walk.Node.Ip("-4 rule") + walk.Node.Execute("nft", "list", "tables");

    private static byte[] UdpTo(Ipv6Address destination)
    {
        var packet = new byte[Ipv6Header.Size + UdpHeader.Size + 4];
        var source = Ipv6Address.Parse(Walk.Correspondent);
        new Ipv6Header(0, 0, UdpHeader.Size + 4, IpProtocol.Udp, 64, source, destination).Write(packet);
        new UdpHeader(9, 9, UdpHeader.Size + 4).Write(packet.AsSpan(Ipv6Header.Size));
        var checksum = PseudoHeader.Checksum(source, destination, IpProtocol.Udp, packet.AsSpan(Ipv6Header.Size));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(Ipv6Header.Size + 6), checksum);
        return packet;
    }
}
