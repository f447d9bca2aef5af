using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>RFC 6275 11.3.5, 11.3.6 toward the home agent: no endless retransmission to who does not know Mobility Headers.</summary>
public sealed class MobilityNotUnderstoodTests
{
    [Fact]
    [Clause("6275-11.3.5-icmp-code-1")]
    public void Rfc6275_11_3_5_After_three_unanswered_updates_there_is_a_pause_and_then_another_attempt()
    {
        var node = Told(after: 1);
        node.Advance(600);
        // One that nobody complains about is retransmitted as ever.
        Assert.Equal([0, 1.5, 4.5, 40.5, 42, 45], node.SendTimes.Take(6));
        var pause = Assert.Single(node.Log.OfType<HomeAgentNotUnderstanding>());
        Assert.Equal(Node.Start.AddSeconds(40.5), pause.RetryAt);
    }

    [Fact]
    [Clause("6275-11.3.5-icmp-code-1")]
    public void A_complaint_about_the_third_one_leaves_the_answer_its_time()
    {
        var node = Told(after: 5);
        Assert.Empty(node.Log.OfType<HomeAgentNotUnderstanding>());
        node.Advance(35);
        Assert.Equal([0, 1.5, 4.5], node.SendTimes);
        node.Advance(1);
        Assert.Equal(4, node.Sent);
    }

    /// <summary>Whoever forges the message as soon as he sees the third Binding Update.</summary>
    [Fact]
    [Clause("6275-11.3.6-status-2")]
    public void A_complaint_about_the_third_one_leaves_another_care_of_address_its_turn()
    {
        var node = new Node();
        node.See(Node.Ipv6A, Node.Ipv4A);
        node.Advance(5);
        Tell(node);
        node.Advance(6);
        Assert.Equal(Node.Ipv4A.Path, node.Last.Path);
        Assert.Empty(node.Log.OfType<HomeAgentNotUnderstanding>());
    }

    [Fact]
    public void Who_forges_it_stops_nobody_whom_the_home_agent_answers()
    {
        var node = Told(after: 1);
        node.Advance(1);
        node.Accept();
        Assert.Equal(RegistrationState.Registered, node.State);
        node.See(Node.Ipv6B);
        node.Advance(40);
        Assert.Equal([2, 3, 5, 9, 17, 33], node.SendTimes.Skip(2));
        Assert.Empty(node.Log.OfType<HomeAgentNotUnderstanding>());
    }

    [Fact]
    [Clause("6275-11.3.6-status-2")]
    public void Rfc6275_11_3_6_Without_an_update_that_waits_for_its_answer_it_is_ignored()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept();
        Tell(node);
        node.See(Node.Ipv6B);
        node.Advance(40);
        Assert.Equal(7, node.Sent);
    }

    [Fact]
    public void A_movement_ends_the_pause()
    {
        var node = Told(after: 5);
        node.Advance(5);
        node.See(Node.Ipv6B);
        Assert.Equal(Node.Ipv6B.Path, node.Last.Path);
    }

    [Fact]
    public void Another_care_of_address_has_its_turn_first()
    {
        var node = new Node();
        node.See(Node.Ipv6A, Node.Ipv4A);
        node.Advance(1);
        Tell(node);
        node.Advance(11);
        Assert.Equal(Node.Ipv4A.Path, node.Last.Path);
        node.Answer(Node.Acknowledge(node.Last, BindingStatus.Accepted));
        Assert.Equal(RegistrationState.Registered, node.State);
    }

    private static Node Told(double after)
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Advance(after);
        Tell(node);
        return node;
    }

    private static void Tell(Node node) => node.Do((registration, _) => registration.MobilityNotUnderstood());
}
