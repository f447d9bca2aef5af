namespace DsMip.Lab.Topology.Sites;

/// <summary>One machine, dsm-ha, with an uplink and a real home link.</summary>
public sealed class SingleHomeAgent : IHomeSite
{
    public IReadOnlyList<NetworkNamespace> Machines { get; } = [AddressPlan.HomeAgent];

    public IEnumerable<NetworkNamespace> Routers => Machines;

    public IReadOnlyList<Attachment> Networks { get; } = Enum.GetValues<Attachment>();

    public IEnumerable<string> Links =>
        [IpLines.Veth(AddressPlan.Uplink, "dsm-ha", "ha0", "dsm-core"), IpLines.Veth(AddressPlan.HomeLink, "dsm-ha", "home-r", "dsm-air")];

    public void Address()
    {
        AddressPlan.HomeAgent.Ip(
        [
            .. IpLines.Up("lo", "up0", "home0"), .. IpLines.On("up0", "2001:db8:f:1::2/64", "192.0.2.2/29"),
            .. IpLines.On("home0", "2001:db8:1::1/64", "198.51.100.1/24"), .. IpLines.Default("2001:db8:f:1::1", "192.0.2.1"),
        ]);
        AddressPlan.Core.Ip(
        [
            .. IpLines.Up("ha0"), .. IpLines.On("ha0", "2001:db8:f:1::1/64", "192.0.2.1/29"),
            "route add 2001:db8:1::/64 via 2001:db8:f:1::2", "route add 198.51.100.0/24 via 192.0.2.2",
        ]);
    }
}
