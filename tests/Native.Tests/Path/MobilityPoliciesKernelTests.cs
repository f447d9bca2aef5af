using System.Net;
using System.Net.Sockets;
using DsMip.Linux;
using DsMip.NativeIpsec;
using DsMip.Testing;
using static DsMip.NativeIpsec.AssociationPurpose;

namespace DsMip.Native.Tests.KernelPaths;

/// <summary>Which association a packet goes through, with real packets.</summary>
public sealed class MobilityPoliciesKernelTests
{
    private static readonly AssociationPurpose[] Everything = [Signalling, ReturnRoutability, PrefixDiscovery, Payload];

    [NativeTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_kind_of_packet_leaves_by_its_own_association(bool atHomeAgent)
    {
        using var end = new KernelEnd(atHomeAgent).WithPolicies().WithStates(Everything);
        var (local, remote) = atHomeAgent ? (Plan.HomeAgent, Plan.Home) : (Plan.Home, Plan.HomeAgent);
        var (from, to) = atHomeAgent ? (Plan.Correspondent, Plan.Home) : (Plan.Home, Plan.Correspondent);

        Assert.Equal(Signalling, PurposeOf(end, () => Message(end, local, remote, atHomeAgent ? Messages.BindingAcknowledgement : Messages.BindingUpdate)));
        Assert.Equal(Signalling, PurposeOf(end, () => Message(end, local, remote, 0)));
        Assert.Equal(ReturnRoutability, PurposeOf(end, () => Message(end, from, to, atHomeAgent ? Messages.HomeTest : Messages.HomeTestInit)));
        Assert.Equal(ReturnRoutability, PurposeOf(end, () => Message(end, from, to, Messages.BindingUpdate)));
        Assert.Equal(PrefixDiscovery, PurposeOf(end, () => Icmpv6(end, local, remote, atHomeAgent ? (byte)147 : (byte)146)));
        Assert.Equal(Payload, PurposeOf(end, () => Icmpv6(end, local, remote, 128)));
        Assert.Equal(Payload, PurposeOf(end, () => Udp(end, remote)));
        Assert.Equal(Payload, PurposeOf(end, () => Udp(end, atHomeAgent ? Plan.Home4 : Plan.Correspondent4)));
    }

    [NativeFact]
    [Clause("6275-10.4.2-ipsec-first")]
    public void Payload_of_both_families_and_return_routability_go_through_tunnels_between_two_kernels()
    {
        using var homeAgent = new KernelEnd(atHomeAgent: true).WithPolicies().WithStates(Everything);
        using var mobileNode = new KernelEnd(atHomeAgent: false).WithPolicies().WithStates(Everything);
        using var correspondent = Correspondent(homeAgent);
        using var hears = correspondent.Run(() => new MobilityHeaderSocket());
        using var cable = new TunCable(homeAgent.Tun, mobileNode.Tun);

        Ping(mobileNode.Namespace, Plan.Correspondent);
        Ping(correspondent, Plan.Home);
        Ping(mobileNode.Namespace, Plan.Correspondent4);
        Ping(correspondent, Plan.Home4);
        Assert.Equal([Plan.Spi(Payload, true), Plan.Spi(Payload, false)], cable.Spis.Distinct().Order());

        Exchange(mobileNode.Messages, hears, Messages.MobilityHeader(Plan.Home, Plan.Correspondent, Messages.HomeTestInit));
        Exchange(hears, mobileNode.Messages, Messages.MobilityHeader(Plan.Correspondent, Plan.Home, Messages.HomeTest));
        Assert.Equal(
            [Plan.Spi(ReturnRoutability, true), Plan.Spi(ReturnRoutability, false), Plan.Spi(Payload, true), Plan.Spi(Payload, false)],
            cable.Spis.Distinct().Order());
    }

    [NativeFact]
    public void A_mobile_node_talks_to_itself_without_its_home_agent()
    {
        using var end = new KernelEnd(atHomeAgent: false).WithPolicies();
        Ping(end.Namespace, Plan.Home);
        Ping(end.Namespace, Plan.Home4);
    }

    [NativeTheory]
    [Clause("6275-10.4.5-esp", "4301-5.2-clear")]
    [InlineData(true)]
    [InlineData(false)]
    public void Payload_in_the_clear_is_not_taken(bool atHomeAgent)
    {
        using var end = new KernelEnd(atHomeAgent).WithPolicies(away: false).WithStates(Everything);
        var (local, remote) = atHomeAgent ? (Plan.HomeAgent, Plan.Home) : (Plan.Home, Plan.HomeAgent);
        byte[] message = [128, 0, 0, 0, 0, 1, 0, 1];
        var checksum = PseudoHeader.Checksum(remote, local, IpProtocol.Icmpv6, message);
        (message[2], message[3]) = ((byte)(checksum >> 8), (byte)checksum);
        var echo = Messages.Ipv6(remote, local, IpProtocol.Icmpv6, message);

        end.Tun.Write(echo);
        Assert.Equal(0u, NextSpi(end));
        end.Policies.Install(MobilityPolicies.WhileAway(atHomeAgent, Plan.HomeAgent, Plan.Homes, payload: true));
        end.Tun.Write(echo);
        Assert.Null(TryNextSpi(end, TimeSpan.FromSeconds(1)));
    }

    [NativeFact]
    public void An_entry_of_somebody_else_for_the_same_traffic_stays()
    {
        using var end = new KernelEnd(atHomeAgent: true);
        const string selector = "src 2001:db8:b::7/128 dst 2001:db8:a::1/128 proto mobility-header dir in";
        end.Namespace.Ip($"xfrm policy add {selector} priority 5 tmpl proto esp mode transport reqid 9");
        var policies = new InstalledPolicies(end.Kernel);
        var permanent = MobilityPolicies.Permanent(true, Plan.HomeAgent, Plan.Home);
        policies.Install(permanent);
        policies.Install(permanent);
        Assert.Equal(permanent.Count, end.Kernel.GetPolicies().Count);
        policies.Remove(permanent);
        Assert.Equal(5u, Assert.Single(end.Kernel.GetPolicies()).Priority);
    }

    [NativeFact]
    public void What_a_crash_left_behind_goes_at_the_next_start()
    {
        using var end = new KernelEnd(atHomeAgent: true).WithPolicies();
        Assert.NotEmpty(end.Kernel.GetPolicies());
        _ = new InstalledPolicies(end.Kernel);
        Assert.Empty(end.Kernel.GetPolicies());
    }

    /// <summary>A node behind the home agent.</summary>
    private static NetworkNamespace Correspondent(KernelEnd homeAgent)
    {
        var correspondent = NetworkNamespace.Create();
        NetworkNamespace.Connect(homeAgent.Namespace, "eth0", correspondent, "eth0");
        homeAgent.Namespace.Ip("address add 2001:db8:c::1/64 dev eth0 nodad");
        homeAgent.Namespace.Ip("address add 198.51.100.1/24 dev eth0");
        correspondent.Ip($"address add {Plan.Correspondent}/64 dev eth0 nodad");
        correspondent.Ip($"address add {Plan.Correspondent4}/24 dev eth0");
        correspondent.Ip("route add ::/0 via 2001:db8:c::1");
        correspondent.Ip("route add 0.0.0.0/0 via 198.51.100.1");
        return correspondent;
    }

    private static void Ping(NetworkNamespace from, IpAddress to) =>
        from.Execute("ping", "-n", "-c", "2", "-i", "0.2", "-W", "5", to.ToString());

    private static void Exchange(MobilityHeaderSocket from, MobilityHeaderSocket to, byte[] message)
    {
        var received = new Collector();
        Assert.Equal(Errno.None, from.Send(message));
        Assert.True(SpinWait.SpinUntil(() => to.Receive(received) > 0, TimeSpan.FromSeconds(10)), "the message did not arrive");
        Assert.Equal(message, Messages.WithHopLimitOf(Assert.Single(received.Packets), message));
    }

    private static AssociationPurpose PurposeOf(KernelEnd end, Action send)
    {
        send();
        var spi = NextSpi(end);
        return Everything.SingleOrDefault(purpose => spi == Plan.Spi(purpose, fromMobileNode: !end.AtHomeAgent));
    }

    private static uint NextSpi(KernelEnd end) => TryNextSpi(end, TimeSpan.FromSeconds(10)) ?? throw new TimeoutException("nothing came out of the kernel");

    private static uint? TryNextSpi(KernelEnd end, TimeSpan patience)
    {
        var buffer = new byte[FrameLayout.MaximumFrame];
        uint? spi = null;
        SpinWait.SpinUntil(() =>
        {
            var length = end.Tun.Read(buffer);
            if (length > 0 && !TunCable.IsMulticast(buffer)) spi = TunCable.SpiOf(buffer);
            return spi is not null;
        }, patience);
        return spi;
    }

    private static void Message(KernelEnd end, Ipv6Address from, Ipv6Address to, byte type) =>
        Assert.Equal(Errno.None, end.Messages.Send(Messages.MobilityHeader(from, to, type)));

    private static void Icmpv6(KernelEnd end, Ipv6Address from, Ipv6Address to, byte type) => end.Namespace.Run(() =>
    {
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from.ToString()), 0));
        socket.SendTo([type, 0, 0, 0, 0, 1, 0, 1], new IPEndPoint(IPAddress.Parse(to.ToString()), 0));
    });

    private static void Udp(KernelEnd end, IpAddress to) => end.Namespace.Run(() =>
    {
        using var socket = new UdpClient(to.IsIpv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6);
        if (to.IsIpv4 && end.AtHomeAgent) end.Namespace.Ip("address replace 203.0.113.1/32 dev dsmip0");
        socket.Send([1, 2, 3], to.ToString(), 9);
    });

    private sealed class Collector : IFrameHandler
    {
        internal List<byte[]> Packets { get; } = [];

        public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length) => Packets.Add(buffer.Slice(offset, length).ToArray());
    }
}
