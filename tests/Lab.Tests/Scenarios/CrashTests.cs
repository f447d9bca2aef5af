using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Tests.Scenarios;

/// <summary>kill -9 of the home agent under traffic: started again it has every binding it ever acknowledged.</summary>
[Clause("6275-10.3.1-whole-lifetime", "6275-10.3.1-durable")]
[Collection(RunningLabTests.Name)]
public sealed class CrashTests(RunningLab lab)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [LabFact]
    public void After_kill_9_the_traffic_goes_on_without_a_new_Binding_Update()
    {
        lab.SettleSecond(Attachment.V6);
        var registered = lab.Settle(Attachment.V4);
        var node = lab.Topology.MobileNode;
        using var ipv6 = PingProbe.Start(AddressPlan.Correspondent, node.HomeAddress);
        using var ipv4 = PingProbe.Start(AddressPlan.Correspondent, node.Ipv4HomeAddress);
        using var behind = PingProbe.Start(AddressPlan.Correspondent, MobileNetwork.Address);
        using var transfer = TransferProbe.Start(
            AddressPlan.Correspondent, AddressPlan.CorrespondentIpv6, node.Namespace, node.HomeAddress, 5007);
        Wait.Until(() => ipv6.Trace.Count > 10 && ipv4.Trace.Count > 10 && behind.Trace.Count > 10 && transfer.MobileNode.Last?.Received > 10_000, Patience, "traffic before");
        var before = lab.HomeAgent.Api.Bindings();

        lab.HomeAgent.Kill();
        lab.HomeAgent.Start();

        Assert.Equal(before.OrderBy(b => b.HomeAddress), lab.HomeAgent.Api.Bindings().OrderBy(b => b.HomeAddress));
        var (replies6, replies4, repliesBehind, received) = (ipv6.Trace.Count, ipv4.Trace.Count, behind.Trace.Count, transfer.MobileNode.Last!.Received);
        Wait.Until(
            () => ipv6.Trace.Count > replies6 + 20 && ipv4.Trace.Count > replies4 + 20 && behind.Trace.Count > repliesBehind + 20
                && transfer.MobileNode.Last!.Received > received + 10_000,
            Patience, "traffic after");
        Assert.All(lab.HomeAgent.Api.BindingUpdates(), u => Assert.Equal(0, u.Value));
        Assert.Equal(registered.Status.Sequence, lab.First.Status().Sequence);
        var verdict = transfer.Finish(Patience);
        Assert.True(verdict.Intact, verdict.Why);

        // And the next Binding Update is understood: neither side's ESP numbers went back.
        Assert.NotNull(lab.Settle(Attachment.V6).Binding);
        lab.SettleSecond(Attachment.Home);
    }
}
