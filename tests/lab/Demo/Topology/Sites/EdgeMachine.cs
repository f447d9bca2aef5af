namespace DsMip.Lab.Topology.Sites;

/// <summary>An edge: a machine that packets of mobile nodes go through, with an uplink to the core.</summary>
/// <param name="Ipv6">Of its uplink; the core is ::1 on the same /64.</param>
/// <param name="Ipv4">Of its uplink; the core is one less on the same /29.</param>
/// <param name="Blocks">The parts of the home prefixes that are routed to it while it lives.</param>
public sealed record EdgeMachine(string Name, string Address, string Ipv6, string Ipv4, IReadOnlyList<string> Blocks) : ClusterMachine(Name, Address)
{
    public string CoreIpv6 => Ipv6[..^1] + "1";

    public string CoreIpv4 => Ipv4[..^1] + (char)(Ipv4[^1] - 1);

    /// <summary>The core's end of the uplink.</summary>
    public string CorePort => Name;
}
