using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>RFC 6275 11.5.5: returning home.</summary>
public sealed class ReturnHomeTests
{
    [Fact]
    [Clause("6275-11.5.5-message")]
    public void The_binding_update_has_lifetime_zero_and_the_home_address_everywhere()
    {
        var node = Away();
        node.See(Node.Home);
        Assert.Equal(BindingLifetime.Zero, node.Last.Message.Lifetime);
        Assert.Equal(BindingUpdateFlags.Acknowledge | BindingUpdateFlags.HomeRegistration, node.Last.Message.Flags);
        Assert.Equal(MobilityOptions.Of(new AlternateCareOfAddressOption(Node.HomeAddress)), node.Last.Message.Options);
        Assert.Equal(new BindingUpdatePath(Encapsulation.Native, Node.HomeAddress, Node.Home.InterfaceIndex, AtHome: true), node.Last.Path);
        Assert.False(node.Last.Path.HomeAddressOption);
        Assert.Equal(RegistrationState.Deregistering, node.State);
    }

    [Fact]
    [Clause("6275-11.5.5-not-before")]
    public void The_home_address_is_used_on_the_link_after_the_binding_update_not_before()
    {
        var node = Away();
        var commands = node.See(Node.Home).ToList();
        var sent = commands.FindIndex(command => command is SendBindingUpdate);
        var home = commands.FindIndex(command => command is ReturnedHome);
        Assert.InRange(home, sent + 1, int.MaxValue);
        Assert.False(node.Away);
    }

    [Fact]
    [Clause("6275-11.5.5-tunnel")]
    public void Payload_stays_on_an_old_path_that_still_works_until_the_acknowledgement()
    {
        var node = Away();
        node.See(Node.Ipv6A, Node.Home);
        Assert.True(node.Away);
        Assert.NotNull(node.Tunnel);
        node.Accept();
        Assert.False(node.Away);
        Assert.Null(node.Tunnel);
        Assert.Equal(RegistrationState.Home, node.State);
    }

    [Fact]
    public void An_old_path_that_breaks_meanwhile_is_not_waited_for()
    {
        var node = Away();
        node.See(Node.Ipv6A, Node.Home);
        node.See(Node.Home);
        Assert.False(node.Away);
        Assert.Null(node.Tunnel);
        Assert.Equal(RegistrationState.Deregistering, node.State);
    }

    [Fact]
    public void It_is_retransmitted_until_it_is_acknowledged_and_then_nothing_is_sent()
    {
        var node = Away();
        node.See(Node.Home);
        node.Advance(4);
        Assert.Equal([0, 0, 1, 3], node.SendTimes);
        node.Accept();
        Assert.Equal(RegistrationState.Home, node.State);
        node.Advance(10000);
        Assert.Equal(4, node.Sent);
        Assert.Equal(DateTimeOffset.MaxValue, node.WakeAt);
    }

    [Fact]
    public void A_home_agent_that_knows_no_binding_has_answered_all_the_same()
    {
        var node = Away();
        node.See(Node.Home);
        node.Reject(BindingStatus.NotHomeAgentForThisMobileNode);
        Assert.Equal(RegistrationState.Home, node.State);
    }

    [Fact]
    public void The_end_of_the_binding_ends_deregistration_too()
    {
        var node = Away();
        node.See(Node.Home);
        node.Advance(700);
        Assert.Equal(RegistrationState.Home, node.State);
    }

    /// <summary>Found by simulation: the answer to the last registration was lost, and the home agent holds it longer than the one before.</summary>
    [Fact]
    public void The_end_of_the_binding_that_we_know_of_is_not_the_end_of_one_that_we_do_not_know_of()
    {
        var node = Away();
        node.Advance(500);
        node.See(Node.Ipv6B);
        node.See(Node.Home);
        node.Advance(200);
        Assert.Equal(RegistrationState.Deregistering, node.State);
        node.Advance(600);
        Assert.Equal(RegistrationState.Home, node.State);
    }

    [Fact]
    public void A_start_at_home_removes_a_binding_that_an_earlier_run_may_have_left()
    {
        var node = new Node();
        node.See(Node.Home);
        Assert.Equal(BindingLifetime.Zero, node.Last.Message.Lifetime);
        Assert.False(node.Away);
    }

    [Fact]
    public void A_link_that_bounces_at_home_sends_nothing()
    {
        var node = new Node();
        node.See(Node.Home);
        node.Accept();
        node.See();
        node.See(Node.Home);
        Assert.Equal(1, node.Sent);
        Assert.Equal(RegistrationState.Home, node.State);
    }

    [Fact]
    [Clause("6275-11.5.5-leave-again")]
    public void Leaving_home_again_is_a_first_registration()
    {
        var node = Away();
        node.See(Node.Home);
        node.Accept();
        node.Advance(10);
        node.See(Node.Ipv4A);
        Assert.True(node.Away);
        node.Advance(2);
        Assert.Equal([0, 0, 10, 11.5], node.SendTimes);
    }

    [Fact]
    [Clause("5555-4.4.4-no-home")]
    public void There_is_no_return_home_over_ipv4()
    {
        var node = new Node(Node.Ipv4Home);
        node.See(new CareOfCandidate(Node.Ipv4Home, 4, AtHome: true));
        Assert.Equal(0, node.Sent);
        node.See(Node.Ipv4A with { AtHome = true });
        Assert.Equal(0, node.Sent);
        Assert.Equal(RegistrationState.NoNetwork, node.State);
    }

    [Fact]
    public void The_home_address_elsewhere_is_no_care_of_address()
    {
        var node = new Node();
        node.See(Node.Home with { AtHome = false });
        Assert.Equal(0, node.Sent);
    }

    [Fact]
    public void Another_address_of_the_home_prefix_is_no_care_of_address_either()
    {
        var node = new Node();
        node.See(Node.Home with { AtHome = false, Address = Wire.IpAddress.Parse("2001:db8:100::99") }, Node.Ipv4A);
        Assert.Equal(Node.Ipv4A.Path, node.Last.Path);
    }

    [Fact]
    [Clause("5555-4.4.2.1-remove-all")]
    public void Stopping_away_removes_all_bindings_with_one_message()
    {
        var node = Away();
        node.Do((registration, now) => registration.Stop(now));
        Assert.Equal(BindingLifetime.Zero, node.Last.Message.Lifetime);
        Assert.Equal(Node.Ipv6A.Path, node.Last.Path);
    }

    private static Node Away()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept();
        return node;
    }
}
