namespace DsMip.Lab.Topology;

/// <summary>
/// The whole little internet, one network namespace per machine (see <see cref="AddressPlan"/>):
/// <code>
///  dsm-cn --- dsm-core --- dsm-ha --- home -.
///               |  |  \-- v6 ----------------\
///               |  \----- v4 -----------------+-- dsm-air (bridges) -- wan0 dsm-mn
///               |-- dsm-nat1 --- nat1 -------/
///               \-- dsm-nat2 --- nat2 ------'
/// </code>
/// Only one lab can be on a machine; building one removes what an earlier run left.
/// </summary>
public sealed class LabTopology : IDisposable
{
    public const string StateDirectory = "/run/dsmip-lab";

    private readonly FileStream _lock;
    private readonly LeftoverRemover _remover;
    private bool _keep;

    private LabTopology(FileStream labLock, LeftoverRemover remover)
    {
        _lock = labLock;
        _remover = remover;
        MobileNode = MobileNodePort.First(StateDirectory);
        SecondMobileNode = MobileNodePort.Second(StateDirectory);
    }

    public MobileNodePort MobileNode { get; }

    /// <summary>Exists only after <see cref="AddSecondMobileNode"/>.</summary>
    public MobileNodePort SecondMobileNode { get; }

    public static LabTopology Build(TimeSpan? waitForOtherLab = null)
    {
        var labLock = Lock(waitForOtherLab ?? TimeSpan.Zero);
        Remove();
        var topology = new LabTopology(labLock, LeftoverRemover.Start());
        try
        {
            topology.BuildAll();
            return topology;
        }
        catch
        {
            topology.Dispose();
            throw;
        }
    }

    /// <summary>Removes every process and namespace of the lab, whoever left them.</summary>
    public static void Remove() => LeftoverRemover.RunNow();

    public MobileNodePort AddSecondMobileNode()
    {
        if (!SecondMobileNode.Exists)
        {
            SecondMobileNode.Build();
        }

        return SecondMobileNode;
    }

    /// <summary>Leaves the lab up when this process ends.</summary>
    public void Keep()
    {
        _keep = true;
        _remover.Dismiss();
    }

    public void Dispose()
    {
        if (!_keep)
        {
            Remove();
            _remover.Dismiss();
        }

        _lock.Dispose();
    }

    private static FileStream Lock(TimeSpan patience)
    {
        Directory.CreateDirectory(StateDirectory);
        var until = DateTime.UtcNow + patience;
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(StateDirectory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < until)
            {
                Thread.Sleep(200);
            }
            catch (IOException e)
            {
                throw new LabException("another lab is running on this machine; wait for it or stop it (make demo-down removes one left by KEEP=1)", e);
            }
        }
    }

    private void BuildAll()
    {
        Shell.Run("ip", ["-batch", "-"], string.Join('\n', AddressPlan.Infrastructure.Select(n => $"netns add {n.Name}")) + "\n");
        foreach (var space in AddressPlan.Infrastructure)
        {
            space.Sysctl("ipv6/conf/default/accept_dad=0", "ipv6/conf/default/accept_ra=0");
        }

        foreach (var router in new[] { AddressPlan.HomeAgent, AddressPlan.Core, AddressPlan.Nat1, AddressPlan.Nat2 })
        {
            router.Sysctl("ipv6/conf/all/forwarding=1", "ipv4/ip_forward=1");
        }

        BuildLinks();
        Address();
        AddressTranslator.Nat1.KeepPorts();
        AddressTranslator.Nat2.RandomPorts();
        MobileNode.Build();
        MobileNode.Move(Attachment.Home);
    }

    private static void BuildLinks()
    {
        var lines = new List<string>();
        foreach (var network in Enum.GetValues<Attachment>())
        {
            lines.Add($"link add {AddressPlan.Bridge(network)} netns dsm-air type bridge mcast_snooping 0");
        }

        lines.AddRange(
        [
            Veth("up0", "dsm-ha", "ha0", "dsm-core"),
            Veth("eth0", "dsm-cn", "cn0", "dsm-core"),
            Veth("out0", "dsm-nat1", "n1", "dsm-core"),
            Veth("out0", "dsm-nat2", "n2", "dsm-core"),
            Veth("home0", "dsm-ha", "home-r", "dsm-air"),
            Veth("v60", "dsm-core", "v6-r", "dsm-air"),
            Veth("v40", "dsm-core", "v4-r", "dsm-air"),
            Veth("in0", "dsm-nat1", "nat1-r", "dsm-air"),
            Veth("in0", "dsm-nat2", "nat2-r", "dsm-air"),
        ]);
        Shell.Run("ip", ["-batch", "-"], string.Join('\n', lines) + "\n");
        AddressPlan.Air.Ip(Enum.GetValues<Attachment>().Select(AddressPlan.Bridge).SelectMany(
            b => new[] { $"link set {b} up", $"link set {b}-r master {b} up" }));
    }

    private static string Veth(string name, string space, string peer, string peerSpace) =>
        $"link add name {name} netns {space} type veth peer name {peer} netns {peerSpace}";

    private static void Address()
    {
        AddressPlan.HomeAgent.Ip(
        [
            .. Up("lo", "up0", "home0"), .. On("up0", "2001:db8:f:1::2/64", "192.0.2.2/29"), .. On("home0", "2001:db8:1::1/64", "198.51.100.1/24"),
            .. Default("2001:db8:f:1::1", "192.0.2.1"),
        ]);
        AddressPlan.Core.Ip(
        [
            .. Up("lo", "ha0", "cn0", "n1", "n2", "v60", "v40"),
            .. On("ha0", "2001:db8:f:1::1/64", "192.0.2.1/29"), .. On("cn0", "2001:db8:c::1/64", "192.0.2.9/29"),
            .. On("n1", "192.0.2.17/29"), .. On("n2", "192.0.2.25/29"), .. On("v60", "2001:db8:6::1/64"), .. On("v40", "203.0.113.1/24"),
            "route add 2001:db8:1::/64 via 2001:db8:f:1::2", "route add 198.51.100.0/24 via 192.0.2.2",
        ]);
        AddressPlan.Correspondent.Ip(
            [.. Up("lo", "eth0"), .. On("eth0", "2001:db8:c::10/64", "192.0.2.10/29"), .. Default("2001:db8:c::1", "192.0.2.9")]);
        AddressPlan.Nat1.Ip([.. Up("lo", "in0", "out0"), .. On("in0", "10.1.0.1/24"), .. On("out0", "192.0.2.18/29"), .. Default("192.0.2.17")]);
        AddressPlan.Nat2.Ip([.. Up("lo", "in0", "out0"), .. On("in0", "10.2.0.1/24"), .. On("out0", "192.0.2.26/29"), .. Default("192.0.2.25")]);
    }

    private static IEnumerable<string> Up(params string[] links) => links.Select(l => $"link set {l} up");

    private static IEnumerable<string> On(string link, params string[] addresses) =>
        addresses.Select(a => $"addr add {a} dev {link}{(a.Contains(':', StringComparison.Ordinal) ? " nodad" : "")}");

    private static IEnumerable<string> Default(params string[] routers) => routers.Select(r => $"route add default via {r}");
}
