using DsMip.IPsec;
using DsMip.NativeIpsec;

namespace DsMip.Native.Tests.KernelPaths;

/// <summary>Mobility Headers between the kernel's ESP and our own.</summary>
public sealed class KernelPathTests
{
    private const uint Tag = 0xabcde;

    [NativeTheory]
    [Clause("4877-4.1-esp")]
    [InlineData(true, EspSuite.AesGcm128)]
    [InlineData(true, EspSuite.AesCbc256HmacSha256)]
    [InlineData(false, EspSuite.AesGcm256)]
    public void A_sealed_message_comes_out_in_the_clear_with_the_tag_that_was_written_into_it(bool atHomeAgent, EspSuite suite)
    {
        using var end = new KernelEnd(atHomeAgent).WithPolicies();
        end.Kernel.Add(Plan.State(AssociationPurpose.Signalling, atHomeAgent, suite: suite));
        using var peer = Peer(atHomeAgent, suite);
        var message = ToThisEnd(atHomeAgent, Tag);

        end.Path.Inbound(peer.Seal(message));

        var clear = Assert.Single(end.AwaitClear());
        Assert.Equal(message, Messages.WithHopLimitOf(clear, message));
        Assert.Empty(end.Sink.Discards);
    }

    [NativeTheory]
    [InlineData(true, EspSuite.AesGcm256)]
    [InlineData(false, EspSuite.AesGcm128)]
    [InlineData(false, EspSuite.NullHmacSha256)]
    public void A_message_leaves_sealed_with_its_tag(bool atHomeAgent, EspSuite suite)
    {
        using var end = new KernelEnd(atHomeAgent).WithPolicies();
        end.Kernel.Add(Plan.State(AssociationPurpose.Signalling, !atHomeAgent, suite: suite));
        using var peer = Peer(atHomeAgent, suite);
        var message = FromThisEnd(atHomeAgent, Tag);

        end.Path.Outbound(message);

        var sealedPacket = Assert.Single(end.Sink.SealedPackets);
        Assert.Equal(Tag, new Ipv6View(sealedPacket).FlowLabel);
        var opened = peer.Open(sealedPacket);
        Assert.Equal(message, Messages.WithHopLimitOf(opened, message));
    }

    [NativeFact]
    [Clause("draft-4-tag-native")]
    public void Each_of_many_messages_comes_out_with_its_own_tag()
    {
        using var end = new KernelEnd(atHomeAgent: true).WithPolicies().WithStates(AssociationPurpose.Signalling);
        using var peer = Peer(atHomeAgent: true);
        var packets = Enumerable.Range(1, 50).Select(tag => peer.Seal(ToThisEnd(true, (uint)tag))).Reverse().ToList();

        foreach (var packet in packets) end.Path.Inbound(packet);

        Assert.Equal(packets.Select(packet => new Ipv6View(packet).FlowLabel), end.AwaitClear(packets.Count).Select(packet => new Ipv6View(packet).FlowLabel));
    }

    [NativeTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_message_in_the_clear_is_refused(bool atHomeAgent)
    {
        using var end = new KernelEnd(atHomeAgent).WithPolicies(away: false).WithStates(AssociationPurpose.Signalling);
        end.Path.Inbound(ToThisEnd(atHomeAgent, Tag));
        end.AssertNoClear();
    }

    [NativeFact]
    [Clause("4303-3.4.3-window")]
    public void A_replay_and_a_forgery_are_refused()
    {
        using var end = new KernelEnd(atHomeAgent: true).WithPolicies().WithStates(AssociationPurpose.Signalling);
        using var peer = Peer(atHomeAgent: true);
        var packet = peer.Seal(ToThisEnd(true, 1));
        var forged = peer.Seal(ToThisEnd(true, 2));
        forged[^1] ^= 1;

        end.Path.Inbound(packet);
        end.Path.Inbound(packet);
        end.Path.Inbound(forged);

        end.AwaitClear();
        Thread.Sleep(100);
        Assert.Single(end.AwaitClear());
    }

    [NativeFact]
    [Clause("4877-4.2-own-home-address")]
    public void The_association_of_another_home_address_does_not_speak_for_this_one()
    {
        using var end = new KernelEnd(atHomeAgent: true).WithPolicies().WithStates(AssociationPurpose.Signalling);
        end.Policies.Install(MobilityPolicies.Permanent(true, Plan.HomeAgent, Plan.OtherHome));
        var other = Plan.State(AssociationPurpose.Signalling, true, generation: 1, home: Plan.OtherHome);
        end.Kernel.Add(other);
        using var peer = new BitsPeer(other, Plan.State(AssociationPurpose.Signalling, false, generation: 1, home: Plan.OtherHome));

        end.Path.Inbound(peer.Seal(ToThisEnd(true, 1)));
        end.AssertNoClear();

        end.Path.Inbound(peer.Seal(Messages.MobilityHeader(Plan.OtherHome, Plan.HomeAgent, Messages.BindingUpdate, 2)));
        Assert.Equal(2u, new Ipv6View(Assert.Single(end.AwaitClear())).FlowLabel);
    }

    [NativeFact]
    public void Without_a_state_nothing_leaves_and_with_one_the_next_does()
    {
        using var end = new KernelEnd(atHomeAgent: false).WithPolicies();
        end.Path.Outbound(FromThisEnd(false, 1));
        Assert.Empty(end.Sink.SealedPackets);

        end.WithStates(AssociationPurpose.Signalling);
        end.Path.Outbound(FromThisEnd(false, 2));
        Assert.Equal(2u, new Ipv6View(Assert.Single(end.Sink.SealedPackets)).FlowLabel);
    }

    [NativeFact]
    public void What_a_policy_blocks_is_said()
    {
        using var end = new KernelEnd(atHomeAgent: false);
        end.Namespace.Ip($"xfrm policy add src {Plan.Home} dst {Plan.HomeAgent} proto mobility-header dir out action block");
        end.Path.Outbound(FromThisEnd(false, 1));
        Assert.Equal([IpsecDiscard.PolicyDiscard], end.Sink.Discards);
    }

    [NativeFact]
    public void What_is_no_packet_is_malformed_and_an_interface_that_is_down_takes_none()
    {
        using var end = new KernelEnd(atHomeAgent: false);
        end.Path.Outbound([1, 2, 3]);
        end.Path.Inbound([1, 2, 3]);
        end.Namespace.Ip("link set dsmip0 down");
        end.Path.Inbound(ToThisEnd(false, 1));
        Assert.Equal([IpsecDiscard.Malformed, IpsecDiscard.Malformed, IpsecDiscard.Unavailable], end.Sink.Discards);
    }

    private static BitsPeer Peer(bool atHomeAgent, EspSuite suite = EspSuite.AesGcm128) => new(
        Plan.State(AssociationPurpose.Signalling, atHomeAgent, suite: suite), Plan.State(AssociationPurpose.Signalling, !atHomeAgent, suite: suite));

    private static byte[] ToThisEnd(bool atHomeAgent, uint tag) => FromThisEnd(!atHomeAgent, tag);

    private static byte[] FromThisEnd(bool atHomeAgent, uint tag) => atHomeAgent
        ? Messages.MobilityHeader(Plan.HomeAgent, Plan.Home, Messages.BindingAcknowledgement, tag)
        : Messages.MobilityHeader(Plan.Home, Plan.HomeAgent, Messages.BindingUpdate, tag);
}
