using DsMip.Lab.Topology.Sites;

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
/// In place of dsm-ha there may be a whole cluster (<see cref="HomeAgentCluster"/>). Only one lab can be on a machine; building one removes what an
/// earlier run left.
/// </summary>
public sealed class LabTopology : IDisposable
{
    public const string StateDirectory = "/run/dsmip-lab";

    private readonly FileStream _lock;
    private readonly LeftoverRemover _remover;
    private readonly IHomeSite _home;
    private bool _keep;

    private LabTopology(IHomeSite home, FileStream labLock, LeftoverRemover remover)
    {
        _home = home;
        _lock = labLock;
        _remover = remover;
        MobileNode = MobileNodePort.First(StateDirectory);
        SecondMobileNode = MobileNodePort.Second(StateDirectory);
    }

    public MobileNodePort MobileNode { get; }

    /// <summary>Exists only after <see cref="AddSecondMobileNode"/>.</summary>
    public MobileNodePort SecondMobileNode { get; }

    /// <summary>With one home agent.</summary>
    public static LabTopology Build(TimeSpan? waitForOtherLab = null) => Build(new SingleHomeAgent(), waitForOtherLab);

    public static LabTopology Build(IHomeSite home, TimeSpan? waitForOtherLab = null)
    {
        var labLock = Lock(waitForOtherLab ?? TimeSpan.Zero);
        Remove();
        var topology = new LabTopology(home, labLock, LeftoverRemover.Start());
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
        NetworkNamespace[] machines = [.. _home.Machines, .. AddressPlan.Internet];
        Shell.Run("ip", ["-batch", "-"], string.Join('\n', machines.Select(n => $"netns add {n.Name}")) + "\n");
        foreach (var space in machines)
        {
            space.Sysctl("ipv6/conf/default/accept_dad=0", "ipv6/conf/default/accept_ra=0");
        }

        foreach (var router in _home.Routers.Concat([AddressPlan.Core, AddressPlan.Nat1, AddressPlan.Nat2]))
        {
            router.Sysctl("ipv6/conf/all/forwarding=1", "ipv4/ip_forward=1");
        }

        BuildLinks();
        _home.Address();
        Address();
        AddressTranslator.Nat1.KeepPorts();
        AddressTranslator.Nat2.RandomPorts();
        MobileNode.Build();
        MobileNode.Move(_home.Networks[0]);
    }

    private void BuildLinks()
    {
        string[] lines =
        [
            .. _home.Networks.Select(n => $"link add {AddressPlan.Bridge(n)} netns dsm-air type bridge mcast_snooping 0"),
            .. _home.Links,
            IpLines.Veth("eth0", "dsm-cn", "cn0", "dsm-core"),
            IpLines.Veth("out0", "dsm-nat1", "n1", "dsm-core"),
            IpLines.Veth("out0", "dsm-nat2", "n2", "dsm-core"),
            IpLines.Veth("v60", "dsm-core", "v6-r", "dsm-air"),
            IpLines.Veth("v40", "dsm-core", "v4-r", "dsm-air"),
            IpLines.Veth("in0", "dsm-nat1", "nat1-r", "dsm-air"),
            IpLines.Veth("in0", "dsm-nat2", "nat2-r", "dsm-air"),
        ];
        Shell.Run("ip", ["-batch", "-"], string.Join('\n', lines) + "\n");
        AddressPlan.Air.Ip(_home.Networks.Select(AddressPlan.Bridge).SelectMany(b => new[] { $"link set {b} up", $"link set {b}-r master {b} up" }));
    }

    private static void Address()
    {
        AddressPlan.Core.Ip(
        [
            .. IpLines.Up("lo", "cn0", "n1", "n2", "v60", "v40"), .. IpLines.On("cn0", "2001:db8:c::1/64", "192.0.2.9/29"),
            .. IpLines.On("n1", "192.0.2.17/29"), .. IpLines.On("n2", "192.0.2.25/29"), .. IpLines.On("v60", "2001:db8:6::1/64"),
            .. IpLines.On("v40", "203.0.113.1/24"),
        ]);
        AddressPlan.Correspondent.Ip(
            [.. IpLines.Up("lo", "eth0"), .. IpLines.On("eth0", "2001:db8:c::10/64", "192.0.2.10/29"), .. IpLines.Default("2001:db8:c::1", "192.0.2.9")]);
        AddressPlan.Nat1.Ip(
            [.. IpLines.Up("lo", "in0", "out0"), .. IpLines.On("in0", "10.1.0.1/24"), .. IpLines.On("out0", "192.0.2.18/29"), .. IpLines.Default("192.0.2.17")]);
        AddressPlan.Nat2.Ip(
            [.. IpLines.Up("lo", "in0", "out0"), .. IpLines.On("in0", "10.2.0.1/24"), .. IpLines.On("out0", "192.0.2.26/29"), .. IpLines.Default("192.0.2.25")]);
    }
}
