using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>RFC 6275 11.7.3: what each status and lifetime leads to.</summary>
public sealed class AcknowledgementTests
{
    [Fact]
    [Clause("6275-11.7.3-lifetime")]
    public void A_shorter_lifetime_counts_from_the_time_of_sending()
    {
        var node = new Node(lifetimeUnits: 150);
        node.See(Node.Ipv6A);
        node.Advance(1);
        node.Answer(Node.Acknowledge(node.Last, BindingStatus.Accepted) with { Lifetime = new BindingLifetime(20) });
        Assert.Equal(Node.Start.AddSeconds(80), node.Registration.Status.Expires);
    }

    [Fact]
    public void A_longer_lifetime_than_asked_for_is_not_believed()
    {
        var node = new Node(lifetimeUnits: 10);
        node.See(Node.Ipv6A);
        node.Answer(Node.Acknowledge(node.Last, BindingStatus.Accepted) with { Lifetime = new BindingLifetime(1000) });
        Assert.Equal(Node.Start.AddSeconds(40), node.Registration.Status.Expires);
    }

    [Fact]
    [Clause("6275-11.7.3-status-1-accepts")]
    public void Status_1_is_an_acceptance()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Answer(Node.Acknowledge(node.Last, BindingStatus.AcceptedPrefixDiscoveryNecessary));
        Assert.Equal(RegistrationState.Registered, node.State);
    }

    [Fact]
    [Clause("6275-11.7.3-135")]
    public void Status_135_adopts_the_sequence_number_and_sends_at_once()
    {
        var node = new Node(lastSequence: 100);
        node.See(Node.Ipv6A);
        node.Answer(Node.Acknowledge(node.Last, BindingStatus.SequenceNumberOutOfWindow) with { Sequence = new SequenceNumber(5000) });
        Assert.Equal(2, node.Sent);
        Assert.Equal(new SequenceNumber(5001), node.Last.Message.Sequence);
        node.Accept();
        Assert.Equal(RegistrationState.Registered, node.State);
    }

    [Fact]
    [Clause("6275-11.7.3-135")]
    public void Status_135_for_a_duplicate_does_not_take_the_sequence_number_back()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        var first = node.Last.Message.Sequence;
        node.Accept();
        node.Answer(Node.Acknowledge(node.Last, BindingStatus.SequenceNumberOutOfWindow));
        Assert.Equal(1, node.Sent);
        node.See(Node.Ipv6B);
        Assert.Equal(first.Next, node.Last.Message.Sequence);
    }

    [Fact]
    public void A_home_agent_that_always_says_135_is_not_asked_without_pause()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        for (var i = 0; i < 50; i++)
        {
            node.Answer(Node.Acknowledge(node.Last, BindingStatus.SequenceNumberOutOfWindow));
            node.Advance(0.02);
        }
        Assert.InRange(node.Sent, 2, 4);
    }

    [Fact]
    [Clause("5555-4.4.2-144")]
    public void Status_144_is_cured_by_leaving_out_flag_F()
    {
        var node = new Node(forceUdp: true);
        node.See(Node.Ipv4A);
        node.Reject(BindingStatus.CannotForceUdpEncapsulation);
        Assert.Equal(2, node.Sent);
        Assert.Equal(BindingUpdateFlags.None, node.Last.Message.Flags & BindingUpdateFlags.ForceUdpEncapsulation);
    }

    [Fact]
    public void A_movement_asks_as_configured_again_whatever_the_last_network_needed()
    {
        var node = new Node(forceUdp: true);
        node.See(Node.Ipv4A);
        node.Reject(BindingStatus.CannotForceUdpEncapsulation);
        node.Accept();
        node.See(Node.Ipv4B);
        Assert.True(node.Last.Message.Flags.HasFlag(BindingUpdateFlags.ForceUdpEncapsulation));

        node = new Node();
        node.See(Node.Ipv4A);
        node.Accept();
        node.Do((registration, now) => registration.PayloadLost(now));
        Assert.True(node.Last.Message.Flags.HasFlag(BindingUpdateFlags.ForceUdpEncapsulation));
        node.See(Node.Ipv4B);
        Assert.False(node.Last.Message.Flags.HasFlag(BindingUpdateFlags.ForceUdpEncapsulation));
    }

    [Theory]
    [Clause("6275-11.7.3-rejected")]
    [InlineData(BindingStatus.ReasonUnspecified)]
    [InlineData(BindingStatus.AdministrativelyProhibited)]
    [InlineData(BindingStatus.InsufficientResources)]
    [InlineData(BindingStatus.NotHomeAgentForThisMobileNode)]
    [InlineData(BindingStatus.InvalidCareOfAddress)]
    public void Other_rejections_back_off_exponentially(BindingStatus status)
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        for (var i = 0; i < 4; i++)
        {
            node.Reject(status);
            Assert.Contains(node.Log, command => command is RegistrationRejected rejected && rejected.Status == status && rejected.RetryAt > node.Now);
            var sent = node.Sent;
            while (node.Sent == sent) node.Advance(0.5);
        }
        Assert.Equal([0, 3, 15, 47, 79], node.SendTimes);
    }

    [Fact]
    public void An_ipv6_care_of_address_that_the_home_agent_finds_invalid_gives_way_to_ipv4()
    {
        var node = new Node();
        node.See(Node.Ipv6A, Node.Ipv4A);
        node.Reject(BindingStatus.InvalidCareOfAddress);
        Assert.Equal(Node.Ipv4A.Path, node.Last.Path);
    }

    [Fact]
    [Clause("6275-11.7.3-134")]
    public void After_status_134_the_home_address_is_not_used_again()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Reject(BindingStatus.DuplicateAddressDetectionFailed);
        node.See(Node.Ipv6B);
        node.Advance(1000);
        Assert.Equal(1, node.Sent);
        Assert.Contains(new RegistrationRejected(BindingStatus.DuplicateAddressDetectionFailed, null), node.Log);
    }

    [Fact]
    public void A_granted_lifetime_of_zero_binds_nothing()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Answer(Node.Acknowledge(node.Last, BindingStatus.Accepted) with { Lifetime = BindingLifetime.Zero });
        Assert.Null(node.Tunnel);
        Assert.Equal(RegistrationState.Registering, node.State);
    }

    [Fact]
    [Clause("6275-11.7.3-rejected")]
    public void A_rejection_leaves_payload_on_the_old_path()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept();
        var tunnel = node.Tunnel;
        node.See(Node.Ipv6A with { Metric = 10 }, Node.Ipv6B);
        node.Reject(BindingStatus.InsufficientResources);
        Assert.Equal(tunnel, node.Tunnel);
        Assert.NotNull(tunnel);
    }

    [Fact]
    [Clause("6275-11.3.6-binding-error")]
    public void A_binding_error_of_the_home_agent_makes_it_register_at_once()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept();
        node.Advance(10);
        node.Do((registration, now) => registration.BindingErrorReceived(now));
        Assert.Equal([0, 10], node.SendTimes);
        Assert.NotNull(node.Tunnel);
    }

    [Fact]
    [Clause("5555-4.4.1-f")]
    public void Persistent_loss_over_ip_in_ip_asks_for_udp()
    {
        var node = new Node();
        node.See(Node.Ipv4A);
        node.Accept();
        node.Do((registration, now) => registration.PayloadLost(now));
        Assert.Equal(BindingUpdateFlags.ForceUdpEncapsulation, node.Last.Message.Flags & BindingUpdateFlags.ForceUdpEncapsulation);
        node.Accept(new NatDetectionOption(true, NatDetectionOption.NoKeepaliveNeeded));
        Assert.Equal(Port.DsMip, node.Tunnel?.RemotePort);
    }
}
