namespace DsMip.MobileNode.Core.Tests;

/// <summary>RFC 5555 4.4.1: IPv6 first, IPv4 after three unanswered tries, and no way back within the same domain.</summary>
public sealed class CareOfAddressSelectionTests
{
    [Fact]
    [Clause("5555-4.4.1-v6-first")]
    public void Ipv6_is_preferred_in_a_dual_stack_network()
    {
        var node = new Node();
        node.See(Node.Ipv4A, Node.Ipv6A);
        Assert.Equal(Node.Ipv6A.Path, node.Last.Path);
    }

    [Fact]
    [Clause("5555-4.4.1-three")]
    public void After_three_unanswered_tries_ipv4_has_its_turn()
    {
        var node = new Node();
        node.See(Node.Ipv6A, Node.Ipv4A);
        node.Advance(10);
        Assert.Equal(3, node.Sent);
        Assert.Equal(Node.Ipv6A.Path, node.Last.Path);
        node.Advance(0.5);
        Assert.Equal([0, 1.5, 4.5, 10.5], node.SendTimes);
        Assert.Equal(Node.Ipv4A.Path, node.Last.Path);
    }

    [Fact]
    public void When_nothing_answers_the_families_take_turns_and_back_off_all_the_same()
    {
        var node = new Node();
        node.See(Node.Ipv6A, Node.Ipv4A);
        node.Advance(200);
        var ipv4 = node.Log.OfType<SendBindingUpdate>().Select(update => update.Path.Source.IsIpv4).Take(9);
        Assert.Equal([false, false, false, true, true, true, false, false, false], ipv4);
        Assert.Equal([0, 1.5, 4.5, 10.5, 12, 15, 21, 33, 57], node.SendTimes.Take(9));
    }

    [Fact]
    [Clause("5555-4.4.1-domain")]
    public void A_movement_within_the_domain_keeps_ipv4_where_ipv6_failed()
    {
        var node = OnIpv4AfterIpv6Failed();
        node.See(Node.Ipv6B, Node.Ipv4B);
        Assert.Equal(Node.Ipv4B.Path, node.Last.Path);
    }

    [Fact]
    [Clause("5555-4.4.1-domain")]
    public void Another_administrative_domain_gives_ipv6_another_chance()
    {
        var node = OnIpv4AfterIpv6Failed();
        node.See(Node.Ipv6OtherDomain, Node.Ipv4B);
        Assert.Equal(Node.Ipv6OtherDomain.Path, node.Last.Path);
    }

    [Fact]
    public void Ipv6_that_answers_is_reliable_again()
    {
        var node = OnIpv4AfterIpv6Failed();
        node.See(Node.Ipv6B);
        node.Accept();
        node.See(Node.Ipv6A, Node.Ipv4A);
        Assert.Equal(Node.Ipv6A.Path, node.Last.Path);
    }

    [Fact]
    public void Ipv4_used_for_want_of_ipv6_does_not_speak_against_ipv6()
    {
        var node = new Node();
        node.See(Node.Ipv4A);
        node.Accept();
        node.See(Node.Ipv4A, Node.Ipv6A);
        Assert.Equal(Node.Ipv6A.Path, node.Last.Path);
    }

    [Fact]
    [Clause("6275-11.5.3-one-primary")]
    public void Among_equals_the_current_one_stays()
    {
        var node = new Node();
        node.See(Node.Ipv6B);
        node.Accept();
        node.See(Node.Ipv6A, Node.Ipv6B);
        Assert.Equal(1, node.Sent);
    }

    [Fact]
    public void A_lower_metric_moves()
    {
        var node = new Node();
        node.See(Node.Ipv6B with { Metric = 600 });
        node.Accept();
        node.See(Node.Ipv6A with { Metric = 100 }, Node.Ipv6B with { Metric = 600 });
        Assert.Equal(Node.Ipv6A.Path, node.Last.Path);
    }

    [Fact]
    public void An_address_that_local_errors_show_to_be_dead_gives_way_at_once()
    {
        var node = new Node();
        node.See(Node.Ipv6A, Node.Ipv4A);
        node.Do((registration, now) => registration.CareOfAddressUnreachable(Node.Ipv6A.Address, now));
        Assert.Equal(Node.Ipv4A.Path, node.Last.Path);
        Assert.Equal(2, node.Sent);
    }

    [Fact]
    public void Errors_on_all_addresses_make_one_switch_and_then_wait_for_the_timer()
    {
        var node = new Node();
        node.See(Node.Ipv6A, Node.Ipv4A);
        for (var i = 0; i < 60; i++)
        {
            node.Do((registration, now) => registration.CareOfAddressUnreachable(node.Last.Path.Source, now));
            node.Advance(0.5);
        }
        Assert.Equal([0, 0, 1.5, 4.5, 10.5, 13.5, 19.5], node.SendTimes);
    }

    [Fact]
    public void A_second_interface_of_the_same_family_has_its_turn_and_keeps_it()
    {
        var node = new Node();
        node.See(Node.Ipv6A, Node.Ipv6B);
        node.Advance(10.5);
        Assert.Equal(Node.Ipv6B.Path, node.Last.Path);
        node.Accept();
        node.See(Node.Ipv6A with { Metric = 0 }, Node.Ipv6B with { Metric = 100 });
        Assert.Equal(RegistrationState.Registered, node.State);
        Assert.Equal(4, node.Sent);
    }

    [Fact]
    public void An_address_that_failed_is_tried_again_after_a_while_or_when_it_is_another()
    {
        var node = new Node();
        node.See(Node.Ipv6A, Node.Ipv6B);
        node.Advance(10.5);
        node.Accept();
        node.See(Node.Ipv6A with { Attachment = 1 }, Node.Ipv6B with { Metric = 100 });
        Assert.Equal(Node.Ipv6A with { Attachment = 1 }, new CareOfCandidate(node.Last.Path.Source, node.Last.Path.InterfaceIndex, Attachment: node.Last.Path.Attachment));

        node = new Node();
        node.See(Node.Ipv6A, Node.Ipv6B);
        node.Advance(10.5);
        node.Accept();
        node.Advance(CareOfAddressSelection.FailurePeriod.TotalSeconds);
        node.See(Node.Ipv6A, Node.Ipv6B with { Metric = 100 });
        Assert.Equal(Node.Ipv6A.Path, node.Last.Path);
    }

    [Fact]
    public void Without_another_family_an_unreachable_address_keeps_its_back_off()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Do((registration, now) => registration.CareOfAddressUnreachable(Node.Ipv6A.Address, now));
        Assert.Equal(1, node.Sent);
        node.Advance(2);
        Assert.Equal([0, 1.5], node.SendTimes);
    }

    [Fact]
    public void Without_an_ipv4_address_of_the_home_agent_ipv4_is_no_choice()
    {
        var node = new Node(homeAgentIpv4: default(Wire.Ipv4Address));
        node.See(Node.Ipv4A);
        Assert.Equal(0, node.Sent);
        Assert.Equal(RegistrationState.NoNetwork, node.State);
    }

    private static Node OnIpv4AfterIpv6Failed()
    {
        var node = new Node();
        node.See(Node.Ipv6A, Node.Ipv4A);
        node.Advance(10.5);
        node.Accept();
        Assert.Equal(RegistrationState.Registered, node.State);
        return node;
    }
}
