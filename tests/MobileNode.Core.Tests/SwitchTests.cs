using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>RFC 5142 6: a mobile node that is told to turn to another home agent deletes its binding here.</summary>
public sealed class SwitchTests
{
    private static readonly Ipv6Address Second = Ipv6Address.Parse("2001:db8:100::2"), Third = Ipv6Address.Parse("2001:db8:100::3");

    [Fact]
    [Clause("5142-6.1-leave", "5142-6.2-choose")]
    public void Another_home_agent_is_looked_for_in_the_order_of_the_list_and_payload_goes_on_meanwhile()
    {
        var node = Bound();
        var turn = Assert.IsType<TurnToHomeAgent>(Assert.Single(Tell(node, [Third, Second], new BindingRefreshAdviceOption(new BindingLifetime(15)))));
        Assert.Equal([Third, Second], turn.HomeAgents.AsEnumerable());
        Assert.Equal(TimeSpan.FromSeconds(60), turn.TimeLeft);
        Assert.Equal(RegistrationState.Registered, node.State);
        Assert.NotNull(node.Tunnel);
    }

    [Fact]
    [Clause("5142-6.1-leave")]
    public void Then_the_binding_is_deleted_and_nothing_more_is_sent_to_this_home_agent()
    {
        var node = Bound();
        Tell(node, [Second]);
        node.Do((registration, now) => registration.Leave(forGood: true, now));
        Assert.Equal(0, node.Last.Message.Lifetime.Units);
        Assert.DoesNotContain(node.Log, command => command is HomeAgentLeft);
        var commands = node.Accept();
        Assert.Single(commands.OfType<HomeAgentLeft>());
        Assert.Null(node.Tunnel);
        var sent = node.Sent;
        node.Do((registration, now) => registration.ProtectionReady(now));
        node.See(Node.Ipv6B);
        node.Advance(10_000);
        node.Do((registration, now) => registration.Stop(now));
        Assert.Equal(sent, node.Sent);
        Assert.Empty(Tell(node, [Second]));
    }

    /// <summary>RFC 6275 11.8; but a home agent that is about to go may be gone.</summary>
    [Fact]
    [Clause("5142-6.1-leave")]
    public void The_deregistration_is_repeated_and_after_three_without_an_answer_the_home_agent_is_left()
    {
        var node = Bound();
        var before = node.Sent;
        Tell(node, []);
        node.Do((registration, now) => registration.Leave(forGood: true, now));
        node.Advance(6.9);
        Assert.Equal(HomeRegistration.FarewellTries, node.Sent - before);
        Assert.DoesNotContain(node.Log, command => command is HomeAgentLeft);
        node.Advance(0.2);
        Assert.Single(node.Log.OfType<HomeAgentLeft>());
        node.Advance(1000);
        Assert.Equal(HomeRegistration.FarewellTries, node.Sent - before);
    }

    [Fact]
    [Clause("5142-6.1-leave")]
    public void Where_there_is_no_other_one_the_binding_is_deleted_all_the_same_and_a_new_one_asked_for()
    {
        var node = Bound();
        Tell(node, []);
        node.Do((registration, now) => registration.Leave(forGood: false, now));
        Assert.Equal(0, node.Last.Message.Lifetime.Units);
        node.Accept();
        Assert.NotEqual(0, node.Last.Message.Lifetime.Units);
        node.Accept();
        Assert.Equal(RegistrationState.Registered, node.State);
        Assert.NotNull(node.Tunnel);
        // The next one counts as the first one did.
        Assert.Single(Tell(node, [Second]).OfType<TurnToHomeAgent>());
    }

    [Fact]
    public void A_repetition_says_nothing_new_and_without_a_binding_or_at_home_there_is_nothing_to_leave()
    {
        var node = Bound();
        Assert.NotEmpty(Tell(node, [Second]));
        Assert.Empty(Tell(node, [Second]));
        Assert.Empty(Tell(new Node(), [Second]));
        var home = Bound();
        home.See(Node.Home);
        home.Accept();
        Assert.Empty(Tell(home, [Second]));
    }

    [Fact]
    [Clause("5142-4-skip")]
    public void Options_that_are_not_known_change_nothing()
    {
        var commands = Tell(Bound(), [Second], new UnknownMobilityOption(250, [1, 2, 3]));
        Assert.Equal(TimeSpan.Zero, Assert.IsType<TurnToHomeAgent>(Assert.Single(commands)).TimeLeft);
    }

    [Fact]
    public void Whoever_moves_while_it_leaves_goes_on_from_there()
    {
        var node = Bound();
        Tell(node, [Second]);
        node.Do((registration, now) => registration.Leave(forGood: true, now));
        node.See(Node.Ipv6B);
        node.Advance(1);
        Assert.Equal((Node.Ipv6B.Address, 0), (node.Last.Path.Source, node.Last.Message.Lifetime.Units));
        Assert.Single(node.Accept().OfType<HomeAgentLeft>());
    }

    private static Node Bound()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept();
        Assert.Equal(RegistrationState.Registered, node.State);
        node.Advance(10);
        return node;
    }

    private static IReadOnlyList<Command> Tell(Node node, ValueArray<Ipv6Address> homeAgents, params MobilityOption[] options) =>
        node.Told(new HomeAgentSwitch(homeAgents, MobilityOptions.Of(options)));
}
