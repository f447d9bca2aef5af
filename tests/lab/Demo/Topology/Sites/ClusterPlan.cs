namespace DsMip.Lab.Topology.Sites;

/// <summary>Names and addresses of the home agent that is a cluster. What mobile nodes and correspondents see is in <see cref="AddressPlan"/>.</summary>
public static class ClusterPlan
{
    /// <summary>The link of every machine to the management network, which carries the cluster and the database and nothing of a mobile node.</summary>
    public const string Management = "mgmt0";

    public const int ClusterPort = 4055;
    public const int DatabasePort = 5432;

    public static readonly NetworkNamespace Database = new("dsm-db");
    public static readonly NetworkNamespace Switch = new("dsm-mgmt");

    /// <summary>Many mobile nodes on one machine: all these care-of addresses are its own.</summary>
    public static readonly NetworkNamespace Load = new("dsm-load");

    public const string LoadCareOfIpv4 = "100.64.0.0/16";
    public const string LoadCareOfIpv6 = "2001:db8:7::/64";

    public static IReadOnlyList<ClusterMachine> Controls { get; } = [Control(1), Control(2), Control(3)];

    /// <summary>Each holds one half of either home prefix.</summary>
    public static IReadOnlyList<EdgeMachine> Edges { get; } =
    [
        new("e1", "10.200.0.21", "2001:db8:f:1::2", "192.0.2.34", ["2001:db8:1::/65", "198.51.100.0/25"]),
        new("e2", "10.200.0.22", "2001:db8:f:2::2", "192.0.2.42", ["2001:db8:1:0:8000::/65", "198.51.100.128/25"]),
    ];

    public static string DatabaseAddress => "10.200.0.30";

    /// <summary>Everything on the management network.</summary>
    public static IEnumerable<(string Name, NetworkNamespace Space, string Address)> Managed =>
    [
        .. Controls.Select(c => (c.Name, c.Space, c.Address)), .. Edges.Select(e => (e.Name, e.Space, e.Address)), ("db", Database, DatabaseAddress),
    ];

    private static ClusterMachine Control(int number) => new($"c{number}", $"10.200.0.1{number}");
}
