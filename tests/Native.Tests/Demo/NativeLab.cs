using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;
using DsMip.Lab.Walk;

namespace DsMip.Native.Tests.Demo;

/// <summary>The lab of the demo, with the words of both daemons and both charons in every failure.</summary>
internal sealed class NativeLab : IDisposable
{
    public NativeLab(LabIpsec ipsec)
        : this(ipsec, ipsec)
    {
    }

    public NativeLab(LabIpsec atHomeAgent, LabIpsec atMobileNode) => Lab = new DemoLab(atHomeAgent, atMobileNode, TimeSpan.FromMinutes(10));

    public DemoLab Lab { get; }

    public MobileNodePort Node => Lab.Topology.MobileNode;

    public HomeAgentApi HomeAgent => Lab.HomeAgent.Api;

    public NativeLab Started()
    {
        Explain(() => { Lab.StartDaemons(); return true; });
        return this;
    }

    /// <summary>Brings the node to a network and waits until both sides agree on it.</summary>
    public Registration Settle(Attachment network) => Explain(() =>
    {
        if (Node.At != network) Node.Move(network);
        return Registration.Await(HomeAgent, Lab.MobileNode, Node);
    });

    /// <summary>A correspondent gets answers from both home addresses.</summary>
    public void Ping()
    {
        Ping(Node.HomeAddress);
        Ping(Node.Ipv4HomeAddress);
    }

    public T Explain<T>(Func<T> scenario)
    {
        try
        {
            return scenario();
        }
        catch (LabException e)
        {
            throw new LabException($"{e.Message}\n{Lab.Tails()}\n{Statistics(AddressPlan.HomeAgent)}{Statistics(Node.Namespace)}", e);
        }
    }

    public void Dispose() => Lab.Dispose();

    private void Ping(string address) => Explain(() =>
    {
        var ping = AddressPlan.Correspondent.TryExec("ping", "-n", "-c", "3", "-i", "0.2", "-W", "3", address);
        return ping.ExitCode == 0 ? true : throw new LabException($"no answer from {address} on {Node.At}: {ping.Output}");
    });

    private static string Statistics(NetworkNamespace space) =>
        $"kernel of {space.Name}: {string.Join(", ", space.TryExec("cat", "/proc/net/xfrm_stat").Output.Split('\n').Where(l => !l.EndsWith("\t0", StringComparison.Ordinal)))}\n";
}
