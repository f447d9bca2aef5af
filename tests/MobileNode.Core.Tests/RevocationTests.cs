using CsCheck;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>RFC 5846 10: what becomes of a binding that the home agent revokes.</summary>
public sealed class RevocationTests
{
    [Fact]
    [Clause("5846-10-accept", "5846-6.1.2-answer")]
    public void An_indication_is_answered_and_ends_the_binding_and_the_tunnel()
    {
        var node = Bound();
        var commands = Revoke(node, RevocationTrigger.AdministrativeReason);
        var answer = Assert.IsType<SendRevocationAcknowledgement>(commands[0]).Message;
        Assert.Equal(new BindingRevocationAcknowledgement(RevocationStatus.Success, 77, BindingRevocationFlags.None, MobilityOptions.None), answer);
        Assert.Null(node.Tunnel);
        Assert.Null(node.Registration.Status.Expires);
    }

    [Theory]
    [Clause("5846-10-accept")]
    [InlineData(RevocationTrigger.AdministrativeReason)]
    [InlineData(RevocationTrigger.UserInitiatedSessionTermination)]
    public void For_a_final_reason_none_is_asked_for_again_wherever_the_node_goes(RevocationTrigger trigger)
    {
        var node = Bound();
        Revoke(node, trigger);
        Assert.Equal(RegistrationState.Revoked, node.State);
        var sent = node.Sent;
        node.Advance(100_000);
        node.See(Node.Ipv6B);
        node.Do((registration, now) => registration.ProtectionReady(now));
        node.Do((registration, now) => registration.BindingErrorReceived(now));
        node.Advance(100_000);
        Assert.Equal(sent, node.Sent);
        node.See(Node.Home);
        Assert.Equal(RegistrationState.Home, node.State);
        Assert.False(node.Away);
        node.See(Node.Ipv6A);
        Assert.Equal(RegistrationState.Revoked, node.State);
        Assert.Equal(sent, node.Sent);
        node.Do((registration, now) => registration.Stop(now));
        Assert.Equal(sent, node.Sent);
    }

    [Fact]
    public void For_other_reasons_another_is_asked_for_and_later_and_later_if_each_is_revoked()
    {
        var node = Bound();
        var pauses = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            var (revoked, sent) = (node.Seconds, node.Sent);
            Revoke(node, RevocationTrigger.PossibleOutOfSyncBceState, (ushort)i);
            Assert.Equal(RegistrationState.Registering, node.State);
            while (node.Sent == sent) node.Advance(0.1);
            pauses.Add(Math.Round(node.SendTimes[^1] - revoked, 1));
            node.Accept();
            Assert.Equal(RegistrationState.Registered, node.State);
        }
        Assert.Equal([1, 2, 4, 8, 16, 32, 32], pauses);
        node.Advance(61);
        var late = node.Seconds;
        Revoke(node, RevocationTrigger.Unspecified, 99);
        node.Advance(1.1);
        Assert.Equal(1, Math.Round(node.SendTimes[^1] - late, 1));
    }

    [Fact]
    [Clause("5846-6.1.2-answer")]
    public void A_repetition_is_answered_again_and_does_nothing_else()
    {
        var node = Bound();
        Revoke(node, RevocationTrigger.AdministrativeReason);
        var again = Revoke(node, RevocationTrigger.AdministrativeReason);
        Assert.Equal(77, Assert.IsType<SendRevocationAcknowledgement>(Assert.Single(again)).Message.Sequence);
    }

    [Fact]
    [Clause("5846-10-rh2")]
    public void Without_a_binding_there_is_no_answer()
    {
        var node = new Node();
        Assert.Empty(Revoke(node, RevocationTrigger.AdministrativeReason));
    }

    /// <summary>The Binding Update List has a Binding Update from the moment it was sent (RFC 6275 11.1).</summary>
    [Fact]
    [Clause("5846-10-accept")]
    public void An_indication_that_overtakes_the_acknowledgement_counts()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        Assert.IsType<SendRevocationAcknowledgement>(Revoke(node, RevocationTrigger.AdministrativeReason)[0]);
        Assert.Equal(RegistrationState.Revoked, node.State);
        node.Accept();
        Assert.Equal(RegistrationState.Revoked, node.State);
        Assert.Null(node.Tunnel);
    }

    [Theory]
    [Clause("5846-10-p", "5846-6.2.1-unknown-trigger", "5846-6.1.2-answer")]
    [InlineData(1, BindingRevocationFlags.ProxyBinding, RevocationStatus.ProxyBindingRevocationNotSupported)]
    [InlineData(1, BindingRevocationFlags.ProxyBinding | BindingRevocationFlags.Global, RevocationStatus.ProxyBindingRevocationNotSupported)]
    [InlineData(128, BindingRevocationFlags.Global, RevocationStatus.RevocationFunctionNotSupported)]
    [InlineData(1, BindingRevocationFlags.Global, RevocationStatus.RevocationFunctionNotSupported)]
    [InlineData(128, BindingRevocationFlags.None, RevocationStatus.RevocationFunctionNotSupported)]
    [InlineData(8, BindingRevocationFlags.None, RevocationStatus.RevocationTriggerNotSupported)]
    [InlineData(250, BindingRevocationFlags.None, RevocationStatus.RevocationTriggerNotSupported)]
    [InlineData(1, BindingRevocationFlags.Ipv4HomeAddressBindingOnly, RevocationStatus.Ipv4HomeAddressOptionRequired)]
    public void What_is_refused_leaves_the_binding_as_it_is(int trigger, BindingRevocationFlags flags, RevocationStatus status)
    {
        var node = Bound();
        var answer = Assert.IsType<SendRevocationAcknowledgement>(Assert.Single(Revoke(node, (RevocationTrigger)trigger, flags: flags))).Message;
        Assert.Equal(new BindingRevocationAcknowledgement(status, 77, flags, MobilityOptions.None), answer);
        Assert.Equal(RegistrationState.Registered, node.State);
        Assert.NotNull(node.Tunnel);
    }

    [Fact]
    [Clause("5846-10-v")]
    public void With_v_the_ipv4_home_address_goes_alone_and_only_if_it_is_ours()
    {
        var node = Bound(Node.Ipv4Home);
        Assert.Equal(Node.Ipv4Home, node.Registration.Status.Ipv4HomeAddress);
        var other = RevokeIpv4(node, Ipv4Address.Parse("10.10.0.11"), 1);
        Assert.Equal(RevocationStatus.BindingDoesNotExist, Assert.IsType<SendRevocationAcknowledgement>(Assert.Single(other)).Message.Status);
        Assert.Equal(Node.Ipv4Home, node.Registration.Status.Ipv4HomeAddress);

        var own = RevokeIpv4(node, Node.Ipv4Home, 2);
        var answer = Assert.IsType<SendRevocationAcknowledgement>(own[0]).Message;
        Assert.Equal((RevocationStatus.Success, BindingRevocationFlags.Ipv4HomeAddressBindingOnly), (answer.Status, answer.Flags));
        Assert.Contains(new Ipv4HomeAddressWithdrawn(Node.Ipv4Home), own);
        Assert.Null(node.Registration.Status.Ipv4HomeAddress);
        Assert.Equal(RegistrationState.Registered, node.State);
        Assert.NotNull(node.Tunnel);
        node.Advance(590);
        Assert.True(node.Sent > 1);
        Assert.Null(node.Last.Message.Options.Find<Ipv4HomeAddressOption>());
    }

    [Fact]
    public void Whatever_is_revoked_in_whatever_order_nothing_is_answered_twice_or_tunnelled_without_a_binding() =>
        Gen.Select(Gen.Byte, Gen.UShort[0, 3], Gen.Int[0, 7], Gen.Int[0, 40]).Array[1, 20].Sample(events =>
        {
            var node = Bound();
            foreach (var (trigger, sequence, flags, pause) in events)
            {
                var commands = Revoke(node, (RevocationTrigger)trigger, sequence, (BindingRevocationFlags)(flags << 13));
                Assert.True(commands.OfType<SendRevocationAcknowledgement>().Count() <= 1);
                Assert.Equal(node.Registration.Status.Expires is null, node.Tunnel is null);
                node.Advance(pause);
                if (node.State == RegistrationState.Registering) node.Accept();
            }
        }, iter: 300);

    private static Node Bound(Ipv4Address? ipv4 = null)
    {
        var node = new Node(ipv4);
        node.See(Node.Ipv6A);
        if (ipv4 is { } address) node.Accept(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 32, address));
        else node.Accept();
        Assert.Equal(RegistrationState.Registered, node.State);
        return node;
    }

    private static IReadOnlyList<Command> Revoke(
        Node node, RevocationTrigger trigger, ushort sequence = 77, BindingRevocationFlags flags = BindingRevocationFlags.None, params MobilityOption[] options) =>
        node.Told(new BindingRevocationIndication(trigger, sequence, flags, MobilityOptions.Of(options)));

    private static IReadOnlyList<Command> RevokeIpv4(Node node, Ipv4Address address, ushort sequence) => Revoke(
        node, RevocationTrigger.AdministrativeReason, sequence, BindingRevocationFlags.Ipv4HomeAddressBindingOnly, new Ipv4HomeAddressOption(32, false, address));
}
