using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;
using DsMip.Native.Tests.Demo;

namespace DsMip.Native.Tests.Faults;

/// <summary>Root without CAP_NET_ADMIN: each daemon ends at once, and says in one line what it needs.</summary>
public sealed class CapabilityTests
{
    [NativeFact]
    public void Without_the_capability_each_daemon_says_so_in_one_line()
    {
        using var lab = new NativeLab(LabIpsec.KernelByHand);
        Says(AddressPlan.HomeAgent, DaemonProgram.HomeAgent, "--config", lab.Lab.HomeAgent.ConfigurationFile);
        Says(lab.Node.Namespace, DaemonProgram.MobileNode, "run", "--config", lab.Lab.MobileNode.ConfigurationFile);
    }

    private static void Says(NetworkNamespace space, params IEnumerable<string> daemon)
    {
        var result = space.TryExec(["timeout", "60", "setpriv", "--bounding-set", "-net_admin", "--inh-caps", "-net_admin", .. daemon]);
        var complaint = result.Error.Trim();
        Assert.True(result.ExitCode is 1 or 2, $"exit code {result.ExitCode}: {result.Output}{complaint}");
        Assert.DoesNotContain('\n', complaint);
        Assert.Contains("CAP_NET_ADMIN", complaint, StringComparison.Ordinal);
    }
}
