using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>RFC 6275 11.8: exponential back-off, a new sequence number each time, no more than three in a second.</summary>
public sealed class RetransmissionTests
{
    [Fact]
    [Clause("6275-12-binding-ack", "6275-11.8-double", "6275-11.8-first")]
    public void The_first_registration_waits_1_5_seconds_and_doubles_up_to_32()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Advance(130);
        Assert.Equal([0, 1.5, 4.5, 10.5, 22.5, 46.5, 78.5, 110.5], node.SendTimes);
        Assert.Equal(7, node.Registration.Status.Retransmissions);
    }

    [Fact]
    [Clause("6275-12-binding-ack", "6275-11.8-first", "trap-first-timer")]
    public void With_an_existing_binding_the_first_wait_is_one_second()
    {
        var node = Bound();
        node.See(Node.Ipv6B);
        node.Advance(40);
        Assert.Equal([0, 0, 1, 3, 7, 15, 31], node.SendTimes);
    }

    [Fact]
    [Clause("6275-11.7.1-sequence", "6275-11.8-new-sequence")]
    public void Every_transmission_has_a_sequence_number_of_its_own()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Advance(200);
        var sequences = node.Log.OfType<SendBindingUpdate>().Select(update => (int)update.Message.Sequence.Value);
        Assert.Equal(Enumerable.Range(101, node.Sent), sequences);
    }

    [Fact]
    [Clause("6275-11.7.3-stop")]
    public void An_acknowledgement_ends_retransmission()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Advance(1);
        node.Accept();
        node.Advance(100);
        Assert.Equal(1, node.Sent);
        Assert.Equal(TimeSpan.FromSeconds(1), node.Registration.Status.BindingUpdateToAcknowledgement);
    }

    [Fact]
    [Clause("6275-11.7.3-match", "trap-late-first-answer")]
    public void A_late_acknowledgement_of_an_earlier_transmission_counts()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        var first = node.Last;
        node.Advance(2);
        Assert.Equal(2, node.Sent);
        node.Answer(Node.Acknowledge(first, BindingStatus.Accepted));
        Assert.Equal(RegistrationState.Registered, node.State);
        node.Answer(Node.Acknowledge(node.Last, BindingStatus.Accepted));
        node.Advance(100);
        Assert.Equal(2, node.Sent);
    }

    /// <summary>Found by simulation: the answer to an earlier one, without flag F, must not silence the one that asks for UDP.</summary>
    [Fact]
    public void After_an_answer_to_an_earlier_transmission_the_latest_is_still_retransmitted()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        var first = node.Last;
        node.Advance(2);
        node.Answer(Node.Acknowledge(first, BindingStatus.Accepted));
        node.Advance(100);
        Assert.True(node.Sent > 2);
        Assert.Equal(RegistrationState.Registered, node.State);
    }

    [Fact]
    [Clause("6275-11.7.3-match")]
    public void An_acknowledgement_with_an_unknown_sequence_number_is_ignored()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        var acknowledgement = Node.Acknowledge(node.Last, BindingStatus.Accepted) with { Sequence = new SequenceNumber(7) };
        Assert.Empty(node.Answer(acknowledgement));
        Assert.Equal(RegistrationState.Registering, node.State);
    }

    [Fact]
    [Clause("6275-12-max-update-rate", "6275-11.5.3-rate")]
    public void Five_moves_at_once_send_three_binding_updates_and_then_the_last_place_only()
    {
        var node = new Node();
        foreach (var place in new[] { Node.Ipv6A, Node.Ipv6B, Node.Ipv6A, Node.Ipv6B, Node.Ipv6OtherDomain }) node.See(place);
        Assert.Equal(3, node.Sent);
        node.Advance(1.2);
        Assert.Equal(4, node.Sent);
        Assert.Equal(Node.Ipv6OtherDomain.Path, node.Last.Path);
    }

    [Fact]
    [Clause("6275-11.8-new-location")]
    public void A_new_care_of_address_starts_a_back_off_of_its_own()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Advance(20);
        node.See(Node.Ipv6B);
        node.Advance(5);
        Assert.Equal([0, 1.5, 4.5, 10.5, 20, 21.5, 24.5], node.SendTimes);
    }

    private static Node Bound()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept();
        return node;
    }

    /// <summary>A Binding Update that found no keys was not sent: it goes as soon as they are there, and its back-off with it.</summary>
    [Fact]
    public void What_waits_for_keys_is_sent_when_they_are_there()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Advance(0.2);
        node.Do((registration, now) => registration.ProtectionReady(now));
        Assert.Equal([0, 0.2], node.SendTimes);
        node.Advance(1.6);
        Assert.Equal([0, 0.2, 1.7], node.SendTimes);
    }

    [Fact]
    public void Keys_are_no_reason_to_send_what_has_been_answered()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept();
        node.Do((registration, now) => registration.ProtectionReady(now));
        Assert.Equal(1, node.Sent);
    }

    [Fact]
    [Clause("6275-12-max-update-rate")]
    public void Keys_that_come_and_go_do_not_break_the_rate_limit()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        for (var i = 0; i < 10; i++) node.Do((registration, now) => registration.ProtectionReady(now));
        Assert.Equal(UpdateRateLimit.MaximumPerSecond, node.Sent);
    }
}
