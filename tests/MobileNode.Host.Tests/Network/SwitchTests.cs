using DsMip.Testing;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests.Network;

/// <summary>RFC 5142 with the program itself.</summary>
public sealed class SwitchTests
{
    private const string V6 = "2001:db8:6::5", V4 = "203.0.113.5", First = "2001:db8:1::1", Second = "2001:db8:1::9";

    private static readonly (string, string?)[] WithSecond =
    [
        ("HomeAgents:0:Address", Second), ("HomeAgents:0:BindingUpdate:Spi", "4099"), ("HomeAgents:0:BindingUpdate:EncryptionKey", new string('6', 40)),
        ("HomeAgents:0:BindingAcknowledgement:Spi", "8199"), ("HomeAgents:0:BindingAcknowledgement:EncryptionKey", new string('7', 40)),
    ];

    [NamespaceFact]
    [Clause("5142-6.1-checks", "5142-6.1-leave", "5142-6.2-choose", "6275-11.8-next-home-agent")]
    public void The_binding_is_deleted_and_the_next_home_agent_is_asked_and_if_it_is_silent_the_first_one_again()
    {
        using var walk = new Walk([.. WithSecond, ("HomeAgentPatience", "00:00:02")]);
        walk.Start();
        walk.EnterV4();
        walk.UntilState("Registered", V4);
        var way = walk.HomeAgent.Updates[^1].Ingress;
        walk.HomeAgent.Send(Message(Second), way with { HomeAddressOption = false });
        walk.Until(() => walk.Status.Drops.GetValueOrDefault("BadRoutingHeader") == 1, "the refusal");
        Assert.Equal("Registered", walk.Status.State);
        walk.Leave("v4");
        walk.EnterV6();
        walk.UntilState("Registered", V6);

        walk.HomeAgent.Send(Message("2001:db8:1::1", Second), walk.HomeAgent.Updates[^1].Ingress);
        walk.Until(() => walk.HomeAgent.Updates[^1].Message.Lifetime.IsZero, "the deregistration");
        walk.Until(() => walk.TryStatus() is { HomeAgent: Second }, "the other home agent");
        // It is not there: so the first one, which may have others to serve by now, is asked again.
        walk.Until(() => walk.TryStatus() is { HomeAgent: First, State: "Registered" }, "the first one again");
        Assert.Empty(walk.HomeAgent.Discards);
        Assert.Equal(0, walk.Stop());
    }

    /// <summary>The names that it knows: there is another one among them.</summary>
    [NamespaceFact]
    [Clause("5142-6.1-none")]
    public void With_an_empty_list_it_looks_for_one_itself_first()
    {
        using var walk = new Walk(WithSecond);
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        walk.HomeAgent.Send(Message(), walk.HomeAgent.Updates[^1].Ingress);
        walk.Until(() => walk.TryStatus() is { HomeAgent: Second }, "the other home agent");
        Assert.True(walk.HomeAgent.Updates[^1].Message.Lifetime.IsZero);
    }

    [NamespaceFact]
    [Clause("5142-6.1-leave", "5142-6.1-none")]
    public void Where_there_is_no_other_one_it_is_left_and_asked_for_a_new_binding()
    {
        using var walk = new Walk();
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        // There are no keys for the one that is named.
        walk.HomeAgent.Send(Message(Second), walk.HomeAgent.Updates[^1].Ingress);
        walk.Until(() => walk.HomeAgent.Updates.Any(update => update.Message.Lifetime.IsZero), "the deregistration");
        walk.Until(() => !walk.HomeAgent.Updates[^1].Message.Lifetime.IsZero, "the new binding");
        walk.UntilState("Registered", V6);
        Assert.Equal(First, walk.Status.HomeAgent);
    }

    [NamespaceFact]
    [Clause("5142-6.1-checks")]
    public void What_is_not_protected_counts_for_nothing()
    {
        using var walk = new Walk(Settings.WithoutIpsec);
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        walk.HomeAgent.Send(Message(Second), walk.HomeAgent.Updates[^1].Ingress);
        walk.Until(() => walk.Status.Drops.GetValueOrDefault("UnprotectedSignalling") == 1, "the drop");
        Assert.Equal(("Registered", First), (walk.Status.State, walk.Status.HomeAgent));
    }

    private static HomeAgentSwitch Message(params string[] homeAgents) =>
        new(ValueArray.Create<Ipv6Address>([.. homeAgents.Select(address => Ipv6Address.Parse(address))]), MobilityOptions.None);
}
