using DsMip.Lab.Topology;
using DsMip.Native.Tests.MobileNode;

namespace DsMip.Native.Tests.Faults;

/// <summary>Somebody empties the home agent's SPD and SAD while it runs.</summary>
public sealed class FlushTests
{
    [NativeFact]
    public void What_is_flushed_at_the_home_agent_is_there_again_and_bindings_go_on()
    {
        using var lab = new MixedLab((configuration, _) => configuration["Ipsec"] = "Kernel", null);
        lab.Start();
        lab.Settle(Attachment.V6);
        var (policies, states) = (Count("policy"), Count("state"));
        Assert.InRange(policies, 8, 100);
        AddressPlan.HomeAgent.Exec(["ip", "xfrm", "policy", "flush"]);
        AddressPlan.HomeAgent.Exec(["ip", "xfrm", "state", "flush"]);
        Assert.True(SpinWait.SpinUntil(() => Count("policy") == policies && Count("state") == states, TimeSpan.FromMinutes(1)));
        lab.Settle(Attachment.V4);
        lab.Ping();
    }

    private static int Count(string what) =>
        AddressPlan.HomeAgent.Exec(["ip", "xfrm", what]).Split('\n').Count(line => line.StartsWith("src ", StringComparison.Ordinal));
}
