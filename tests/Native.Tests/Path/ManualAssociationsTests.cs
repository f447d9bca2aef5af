using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;

namespace DsMip.Native.Tests.KernelPaths;

public sealed class ManualAssociationsTests
{
    private static readonly SecurityAssociationParameters Update = Plan.Keys(0x5001), Acknowledgement = Plan.Keys(0x5002);
    private static readonly XfrmStateId UpdateId = new(Plan.HomeAgent, 0x5001), AcknowledgementId = new(Plan.Home, 0x5002);

    [NativeFact]
    public void Messages_pass_between_a_kernel_and_a_peer_with_the_same_keys()
    {
        using var end = new KernelEnd(atHomeAgent: true).WithPolicies();
        Install(end);
        using var peer = new BitsPeer(Signalling(Update, UpdateId, Plan.Home), Signalling(Acknowledgement, AcknowledgementId, Plan.HomeAgent));
        end.Path.Inbound(peer.Seal(Messages.MobilityHeader(Plan.Home, Plan.HomeAgent, Messages.BindingUpdate, 3)));
        Assert.Single(end.AwaitClear());
        end.Path.Outbound(Messages.MobilityHeader(Plan.HomeAgent, Plan.Home, Messages.BindingAcknowledgement, 3));
        peer.Open(Assert.Single(end.Sink.SealedPackets));
    }

    [NativeFact]
    public void Numbers_go_on_after_those_that_may_have_been_used()
    {
        using var end = new KernelEnd(atHomeAgent: true).WithPolicies();
        Install(end, outboundUsed: 5000, inboundAccepted: 700);
        Assert.Equal(5000u, end.Kernel.GetReplay(AcknowledgementId).OutboundLast);
        var accepted = end.Kernel.GetReplay(UpdateId);
        Assert.Equal(700u, accepted.InboundHighest);
        Assert.True(accepted.WasAccepted(700));
        Assert.True(accepted.WasAccepted(650));
        Assert.False(accepted.WasAccepted(701));
    }

    [NativeFact]
    public void Those_of_an_earlier_run_are_replaced_and_never_turn_back()
    {
        using var end = new KernelEnd(atHomeAgent: true).WithPolicies();
        Install(end, outboundUsed: 5000, inboundAccepted: 700);
        Install(end, outboundUsed: 100, inboundAccepted: 300);
        Assert.Equal(5000u, end.Kernel.GetReplay(AcknowledgementId).OutboundLast);
        Assert.Equal(700u, end.Kernel.GetReplay(UpdateId).InboundHighest);

        // New keys: the peer begins again.
        Install(end);
        Assert.Equal(5000u, end.Kernel.GetReplay(AcknowledgementId).OutboundLast);
        Assert.Equal(0u, end.Kernel.GetReplay(UpdateId).InboundHighest);
    }

    [NativeFact]
    public void One_of_somebody_else_with_the_same_spi_is_not_touched()
    {
        using var end = new KernelEnd(atHomeAgent: true);
        end.Kernel.Add(Plan.State(AssociationPurpose.Signalling, true) with { Id = UpdateId, Reqid = 9, Parameters = Update });
        Assert.Equal(Errno.EEXIST, Assert.Throws<LinuxException>(() => Install(end)).Errno);
        Assert.Equal(9u, end.Kernel.Find(UpdateId)!.Reqid);
        // What a start that fails does.
        ManualAssociations.Remove(end.Kernel, true, Plan.HomeAgent, Plan.Home, Update.Spi, Acknowledgement.Spi);
        Assert.Equal(9u, end.Kernel.Find(UpdateId)!.Reqid);
    }

    [NativeFact]
    public void They_go_when_asked_to()
    {
        using var end = new KernelEnd(atHomeAgent: false);
        ManualAssociations.Install(end.Kernel, false, Plan.HomeAgent, Plan.Home, Acknowledgement, Update);
        Assert.Equal(2, end.Kernel.GetStates().Count);
        ManualAssociations.Remove(end.Kernel, false, Plan.HomeAgent, Plan.Home, Acknowledgement.Spi, Update.Spi);
        Assert.Empty(end.Kernel.GetStates());
    }

    private static void Install(KernelEnd end, ulong outboundUsed = 0, ulong inboundAccepted = 0) =>
        ManualAssociations.Install(end.Kernel, true, Plan.HomeAgent, Plan.Home, Update, Acknowledgement, outboundUsed, inboundAccepted);

    private static XfrmState Signalling(SecurityAssociationParameters keys, XfrmStateId id, Ipv6Address source) =>
        new(id, source, XfrmMode.Transport) { Parameters = keys };
}
