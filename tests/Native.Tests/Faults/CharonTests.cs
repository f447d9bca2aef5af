using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;
using DsMip.Native.Tests.Demo;

namespace DsMip.Native.Tests.Faults;

/// <summary>Charon comes and goes; the daemons stay.</summary>
public sealed class CharonTests
{
    [NativeFact]
    public void A_charon_that_is_started_late_is_found_without_a_restart()
    {
        using var lab = new NativeLab(LabIpsec.KernelByIke);
        lab.Explain(() => { lab.Lab.HomeAgent.Start(); lab.Lab.MobileNode.Start(); return true; });
        lab.Node.Move(Attachment.Nat1);
        lab.Explain(() =>
        {
            Wait.Until(() => Complaints(lab.Lab.HomeAgent.Log()).Any(), TimeSpan.FromMinutes(1), "the home agent to miss its charon");
            Wait.Until(() => Complaints(lab.Lab.MobileNode.Log()).Any(), TimeSpan.FromMinutes(1), "the mobile node to miss its charon");
            return true;
        });
        Thread.Sleep(TimeSpan.FromSeconds(5)); // and no more lines than one
        Assert.Single(Complaints(lab.Lab.HomeAgent.Log()));
        Assert.Single(Complaints(lab.Lab.MobileNode.Log()));
        Assert.Empty(lab.HomeAgent.Bindings());

        lab.Explain(() => { lab.Lab.StartCharons(); return true; });
        lab.Explain(() => { Wait.Until(() => lab.HomeAgent.Bindings().Count > 0, TimeSpan.FromSeconds(90), "a binding with keys of the late charons"); return true; });
        lab.Settle(Attachment.Nat1);
        lab.Ping();
    }

    [NativeFact]
    public void Charons_that_are_killed_leave_the_binding_alone_and_make_new_keys_when_they_are_back()
    {
        using var lab = new NativeLab(LabIpsec.KernelByIke).Started();
        lab.Settle(Attachment.V6);
        lab.Lab.HomeAgentCharon!.Kill();
        lab.Lab.MobileNodeCharon!.Kill();
        lab.Ping();
        lab.Settle(Attachment.Nat2);
        lab.Ping();

        lab.Lab.HomeAgentCharon.StartAgain();
        lab.Lab.MobileNodeCharon.StartAgain();
        lab.Explain(() =>
        {
            Wait.Until(() => Connected(lab.Lab.HomeAgent.Log()) >= 2 && Connected(lab.Lab.MobileNode.Log()) >= 2, TimeSpan.FromSeconds(60), "the charons to be found again");
            return true;
        });
        lab.Settle(Attachment.V4);
        lab.Ping();
        lab.Settle(Attachment.Home);
    }

    private static IEnumerable<string> Complaints(IEnumerable<string> log) =>
        log.Where(line => line.Contains("charon.vici", StringComparison.Ordinal) && !line.Contains("connections of ours", StringComparison.Ordinal));

    private static int Connected(IEnumerable<string> log) => log.Count(line => line.Contains("connections of ours", StringComparison.Ordinal));
}
