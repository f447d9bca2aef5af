using System.Diagnostics.CodeAnalysis;
using DsMip.Linux;
using DsMip.Testing;
using DsMip.Wire;
using DsMip.Wire.Neighbors;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>RFC 6275 11.5.5 on the link itself: a home agent that defends the home address, and a kernel that has taken it for the mobile node.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "Disposed by using.")]
public sealed class ReturnHomeTests
{
    private const string V6 = "2001:db8:6::5", Home = "2001:db8:1::50", Ipv4Home = "198.51.100.50";
    private const string Elsewhere = "02:00:00:00:00:99";
    private static readonly Ipv6Address HomeAddress = Ipv6Address.Parse(Home);

    private readonly List<NeighborPacket> _heard = [];

    [NamespaceFact]
    [Clause("6275-11.5.5-ns", "6275-11.5.5-no-dad", "6275-11.5.5-multicast-na", "6275-11.5.5-not-before")]
    public void It_asks_from_the_unspecified_address_and_tells_the_link_when_the_home_agent_has_let_go()
    {
        using var walk = new Walk();
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        walk.Far.Ip("addr add 198.51.100.1/24 dev home");
        walk.Far.Ip($"neighbour replace {Home} lladdr {Elsewhere} dev home nud stale");
        walk.Far.Ip($"neighbour replace {Ipv4Home} lladdr {Elsewhere} dev home nud stale");
        walk.HomeAgent.Answers = false;
        using var link = walk.Far.Run(() => NeighborSocket.Open("home"))!;
        walk.Leave("v6");
        walk.EnterHomeAsStranger();
        walk.Until(() => Hear(link) && walk.HomeAgent.Updates[^1].Message.Lifetime.IsZero, "the Binding Update from home");
        // All that it has said of its home address so far is the question that the home agent answers with its own link-layer address.
        Assert.NotEmpty(About<NeighborSolicitation>());
        Assert.All(About<NeighborSolicitation>(), packet => Assert.True(packet.Source.IsUnspecified));
        Assert.DoesNotContain(_heard, packet => packet.Source == HomeAddress);
        Assert.Contains(Elsewhere, Cached(walk, Home), StringComparison.Ordinal);
        Assert.Contains(link.LinkAddress.ToString(), walk.Node.Ip("neighbour show 2001:db8:1::1 dev home"), StringComparison.Ordinal);

        walk.HomeAgent.Answers = true;
        walk.UntilState("Home", Home);
        var mobileNode = walk.Node.Execute("cat", "/sys/class/net/home/address").Trim();
        walk.Until(() => Hear(link) && Cached(walk, Home).Contains(mobileNode, StringComparison.Ordinal), "the neighbour's cache");
        walk.Until(() => Hear(link) && Cached(walk, Ipv4Home).Contains(mobileNode, StringComparison.Ordinal), "the neighbour's ARP cache");
        walk.Until(() => Hear(link) && About<NeighborAdvertisement>().Any(packet => packet.Destination == NeighborPacket.AllNodes), "the advertisement");
        var told = About<NeighborAdvertisement>().First(packet => packet.Destination == NeighborPacket.AllNodes);
        Assert.Equal(NeighborAdvertisementFlags.Override, ((NeighborAdvertisement)told.Message).Flags);
        // What else belongs to the link is the network configuration's.
        walk.Node.Ip("route add 198.51.100.0/24 dev home");
        Assert.Contains("bytes from", walk.Far.Execute("ping", "-c1", "-w5", Ipv4Home), StringComparison.Ordinal);
    }

    /// <summary>The kernel may have tried the home address itself, which the home agent defends.</summary>
    [NamespaceFact]
    [Clause("6275-11.5.2-home-link", "6275-11.5.5-no-dad", "6275-11.5.5-unicast-na")]
    public void A_home_address_that_the_kernel_was_refused_is_taken_all_the_same_and_given_up_when_it_leaves()
    {
        using var walk = new Walk();
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        walk.Far.Ip($"addr add {Home}/64 dev home nodad");
        walk.Node.Sysctl("net.ipv6.conf.home.accept_dad", "1");
        walk.Leave("v6");
        walk.Node.Ip($"addr add {Home}/64 dev home");
        walk.Until(() => walk.HomeAgent.Updates[^1].Message.Lifetime.IsZero, "the Binding Update from home");
        walk.Far.Ip($"addr del {Home}/64 dev home");
        walk.UntilState("Home", Home);
        Assert.Contains("bytes from", walk.Far.Execute("ping", "-c1", "-w5", Home), StringComparison.Ordinal);
        walk.Node.Ip("link set home down");
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        Assert.DoesNotContain(Home, walk.Node.Ip("addr show dev home"), StringComparison.Ordinal);
        Assert.DoesNotContain(Ipv4Home, walk.Node.Ip("addr show dev home"), StringComparison.Ordinal);
    }

    private static string Cached(Walk walk, string address) => walk.Far.Ip($"neighbour show {address} dev home");

    private IEnumerable<NeighborPacket> About<T>() where T : Wire.Icmp.Icmpv6Message => _heard.Where(packet => packet.Message switch
    {
        T and NeighborSolicitation solicitation => solicitation.Target == HomeAddress,
        T and NeighborAdvertisement advertisement => advertisement.Target == HomeAddress,
        _ => false,
    });

    /// <summary>What there is to hear; a question for the home address is answered as a home agent does that stands in for it.</summary>
    private bool Hear(NeighborSocket link)
    {
        var buffer = new byte[1600];
        while (link.Receive(buffer) is > 0 and var length)
        {
            if (!NeighborPacket.TryRead(buffer.AsSpan(0, length), out var packet, out _)) continue;
            _heard.Add(packet!);
            if (packet!.Message is NeighborSolicitation { Target: var target } && target == HomeAddress && packet.Source.IsUnspecified)
                link.Send(NeighborPacket.Multicast(
                    NeighborPacket.AllNodes, link.LinkAddress, Ipv6Address.Parse("2001:db8:1::1"),
                    new NeighborAdvertisement(HomeAddress, NeighborAdvertisementFlags.Override, link.LinkAddress)).ToFrame());
        }
        return true;
    }
}
