using DsMip.Ike;
using DsMip.Lab.Topology;
using DsMip.NativeIpsec;

namespace DsMip.Native.Tests.Ike;

/// <summary>
/// A home agent and two mobile nodes on one link, home addresses directly on it: what IKE and IPsec do is the same wherever the tunnel interface
/// module carries their packets. Neighbours are fixed, because a policy for all payload covers neighbour discovery too.
/// </summary>
internal sealed class IkeNetwork : IDisposable
{
    public const string Link = "lan0";
    public const string Correspondent = "2001:db8:c::10";

    public static readonly Ipv6Address HomeAgentAddress = Ipv6Address.Parse("2001:db8:1::1");
    public static readonly Ipv6Address FirstHomeAddress = Ipv6Address.Parse("2001:db8:1::100");
    public static readonly Ipv6Address SecondHomeAddress = Ipv6Address.Parse("2001:db8:1::200");

    private const string SwitchName = "dsm-ike-sw";
    private static readonly string[] Names = ["dsm-ike-ha", "dsm-ike-mn1", "dsm-ike-mn2"];

    public IkeNetwork()
    {
        Dispose();
        foreach (var name in Names.Append(SwitchName)) Shell.Run("ip", ["netns", "add", name]);
        Switch.Ip("link set lo up", "link add br0 type bridge mcast_snooping 0", "link set br0 up");
        Attach(Switch, HomeAgent, 1, HomeAgentAddress);
        Attach(Switch, MobileNode, 2, FirstHomeAddress);
        Attach(Switch, OtherMobileNode, 3, SecondHomeAddress);
        HomeAgent.Ip($"address add {Correspondent}/128 dev lo");
        foreach (var node in new[] { MobileNode, OtherMobileNode }) node.Ip($"route add {Correspondent} via {HomeAgentAddress}");
    }

    /// <summary>Where the link is tapped: in its middle nothing is decrypted. Its ports are p1 (home agent), p2 and p3.</summary>
    public NetworkNamespace Switch { get; } = new(SwitchName);

    public NetworkNamespace HomeAgent { get; } = new(Names[0]);

    public NetworkNamespace MobileNode { get; } = new(Names[1]);

    public NetworkNamespace OtherMobileNode { get; } = new(Names[2]);

    public static MobileIkePair First { get; } = Pair(FirstHomeAddress) with { Ipv4HomeAddress = Ipv4Address.Parse("198.51.100.100") };

    public static MobileIkePair Second { get; } = Pair(SecondHomeAddress);

    public static IkeConnection AtHomeAgent(MobileIkePair pair) =>
        MobileIkeConnection.ForHomeAgent(pair, new IkeAuthentication("ha.example", Identity(pair), Secret(pair)));

    public static IkeConnection AtMobileNode(MobileIkePair pair) =>
        MobileIkeConnection.ForMobileNode(pair, new IkeAuthentication(Identity(pair), "ha.example", Secret(pair)));

    public static string Identity(MobileIkePair pair) => pair == First ? "mn1.example" : "mn2.example";

    public static PresharedKey Secret(MobileIkePair pair) => new("secret of " + Identity(pair));

    public void Dispose()
    {
        foreach (var name in Names.Append(SwitchName))
            if (File.Exists("/run/netns/" + name)) Shell.Run("ip", ["netns", "delete", name]);
    }

    private static MobileIkePair Pair(Ipv6Address homeAddress)
    {
        var reqids = new IkeReqids(
            SignallingReqids.Of(homeAddress, AssociationPurpose.Signalling),
            SignallingReqids.Of(homeAddress, AssociationPurpose.ReturnRoutability),
            SignallingReqids.Of(homeAddress, AssociationPurpose.PrefixDiscovery),
            SignallingReqids.Of(homeAddress, AssociationPurpose.Payload));
        return new MobileIkePair(HomeAgentAddress, homeAddress, reqids) { ProtectsPayload = true };
    }

    private static void Attach(NetworkNamespace bridge, NetworkNamespace node, int number, Ipv6Address address)
    {
        bridge.Ip($"link add p{number} type veth peer name {Link} netns {node.Name}", $"link set p{number} master br0 up");
        node.Sysctl("ipv6/conf/all/accept_dad=0", $"ipv6/conf/{Link}/accept_dad=0", $"ipv6/conf/{Link}/accept_ra=0");
        node.Ip("link set lo up", $"link set {Link} address {HardwareAddress(number)} up", $"address add {address}/64 dev {Link} nodad");
        foreach (var (peer, at) in new[] { (1, HomeAgentAddress), (2, FirstHomeAddress), (3, SecondHomeAddress) })
            if (peer != number) node.Ip($"neighbour replace {at} lladdr {HardwareAddress(peer)} dev {Link} nud permanent");
    }

    private static string HardwareAddress(int number) => $"02:00:00:00:00:0{number}";
}
