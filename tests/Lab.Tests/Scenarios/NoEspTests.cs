using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Tests.Scenarios;

/// <summary>
/// A kernel that has no ESP, as this machine's may be: daemons that are to use it say so in one line and end. (On a kernel with ESP the tests of
/// the kernel's IPsec run, and this one has nothing to look at.)
/// </summary>
public sealed class NoEspTests(BareLab lab) : IClassFixture<BareLab>
{
    [LabFact]
    public void Daemons_that_are_to_use_it_say_in_one_line_what_is_missing()
    {
        var node = lab.Topology.MobileNode;
        if (HasEsp(node.Namespace)) return;
        var work = new WorkDirectory();
        var identity = MobileNodeIdentity.First(node);
        using var homeAgent = new HomeAgentDaemon(work.Path, [identity], c => LabIpsec.KernelByHand.ApplyToHomeAgent(c, ""));
        using var mobileNode = new MobileNodeDaemon(work.Path, node, identity, c => LabIpsec.KernelByHand.ApplyToMobileNode(c, ""));
        Says(AddressPlan.HomeAgent, DaemonProgram.HomeAgent, "--config", homeAgent.ConfigurationFile);
        Says(node.Namespace, DaemonProgram.MobileNode, "run", "--config", mobileNode.ConfigurationFile);
    }

    private static void Says(NetworkNamespace space, params IEnumerable<string> daemon)
    {
        var result = space.TryExec(["timeout", "30", .. daemon]);
        var complaint = result.Error.Trim();
        Assert.True(result.ExitCode == 2, $"exit code {result.ExitCode}: {result.Output}{complaint}");
        Assert.DoesNotContain('\n', complaint);
        Assert.Contains("ESP", complaint, StringComparison.Ordinal);
    }

    private static bool HasEsp(NetworkNamespace space)
    {
        const string State = "src 100::1 dst 100::2 proto esp spi 0x100";
        var added = space.TryExec([.. $"ip xfrm state add {State} mode transport auth hmac(sha256)".Split(' '), "0x" + new string('1', 64), "enc", "cipher_null", ""]);
        space.TryExec($"ip xfrm state delete {State}".Split(' '));
        return added.ExitCode == 0;
    }
}
