using DsMip.Simulation.Tests.Network;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.World;

/// <summary>Everywhere a mobile node can go. Interface 1 is at home, 2 wireless LAN, 3 cellular.</summary>
internal static class Networks
{
    private const int Lan = 1;
    private const int Wireless = 2;
    private const int Cellular = 3;

    public static readonly string[] Names = ["home", "ipv6", "ipv6b", "ipv4", "nat-a", "nat-b", "dual", "broken", "cellular", "cellular6"];

    public static readonly string[] WithNat = ["nat-a", "nat-b", "dual", "cellular"];

    /// <summary>The NATs A and B hand out the same private address, as home routers do.</summary>
    public static IEnumerable<NetworkPlan> Plans(NatBehaviour natA, NatBehaviour natB) =>
    [
        new("home", Lan, Place.FirstHomeAddress, null, IsHome: true),
        new("ipv6", Wireless, Ipv6("2001:db8:2::100"), null),
        new("ipv6b", Wireless, Ipv6("3fff:2::100"), null),
        new("ipv4", Wireless, null, Ipv4("203.0.113.7")),
        new("nat-a", Wireless, null, Ipv4("192.168.1.10"), Nat("192.0.2.1", natA)),
        new("nat-b", Wireless, null, Ipv4("192.168.1.10"), Nat("192.0.2.3", natB)),
        new("dual", Wireless, Ipv6("3fff:4::100"), Ipv4("192.168.7.7"), Nat("192.0.2.5", natA)),
        new("broken", Wireless, Ipv6("3fff:5::100"), Ipv4("203.0.113.50"), Ipv6Works: false),
        new("cellular", Cellular, null, Ipv4("10.64.0.5"), Nat("192.0.2.7", natB)),
        new("cellular6", Cellular, Ipv6("3fff:6::100"), null),
    ];

    private static NatPlan Nat(string external, NatBehaviour behaviour)
    {
        var first = Ipv4Address.Parse(external);
        return new NatPlan(first, new Ipv4Address(first.Value + 1), behaviour);
    }

    private static Ipv6Address Ipv6(string text) => Ipv6Address.Parse(text);

    private static Ipv4Address Ipv4(string text) => Ipv4Address.Parse(text);
}
