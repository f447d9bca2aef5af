using System.Diagnostics.CodeAnalysis;
using DsMip.Testing;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>RFC 5846 with the program itself.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "Disposed by using.")]
public sealed class RevocationTests
{
    private const string V6 = "2001:db8:6::5", V4 = "203.0.113.5";

    [NamespaceFact]
    [Clause("5846-10-rh2", "5846-10-accept", "5846-4-ipv4", "5846-6.1.2-answer")]
    public void Only_with_a_routing_header_it_ends_the_binding_and_payload_leaves_the_tunnel()
    {
        using var walk = new Walk();
        walk.Start();
        walk.EnterV4();
        walk.UntilState("Registered", V4);
        var way = walk.HomeAgent.Updates[^1].Ingress;
        walk.HomeAgent.Send(Indication(1, RevocationTrigger.PossibleOutOfSyncBceState), way with { HomeAddressOption = false });
        walk.Until(() => walk.Status.Drops.GetValueOrDefault("BadRoutingHeader") == 1, "the refusal");
        Assert.Empty(walk.HomeAgent.Revoked);
        Assert.Equal("Registered", walk.Status.State);

        // For this reason it may bind again, and does.
        walk.HomeAgent.Send(Indication(2, RevocationTrigger.PossibleOutOfSyncBceState), way with { HomeAddressOption = true });
        walk.Until(() => walk.HomeAgent.Revoked.Length == 1, "the answer");
        Assert.Equal((RevocationStatus.Success, 2), (walk.HomeAgent.Revoked[0].Status, walk.HomeAgent.Revoked[0].Sequence));
        walk.UntilState("Registered", V4);
        walk.Leave("v4");
        walk.EnterV6();
        walk.UntilState("Registered", V6);

        way = walk.HomeAgent.Updates[^1].Ingress;
        walk.HomeAgent.Send(Indication(3, RevocationTrigger.AdministrativeReason), way);
        walk.UntilState("Revoked", V6);
        walk.Until(() => walk.HomeAgent.Revoked.Length == 2, "the answer over IPv6");
        var updates = walk.HomeAgent.Updates.Length;
        walk.SendPayload("too late");
        // Its answer was lost: asked again, it answers again.
        walk.HomeAgent.Send(Indication(3, RevocationTrigger.AdministrativeReason), way);
        walk.Until(() => walk.HomeAgent.Revoked.Length == 3, "the answer to the repetition");
        Assert.Null(walk.Arrived("too late"));
        Assert.Null(walk.Status.Encapsulation);
        Assert.Equal(updates, walk.HomeAgent.Updates.Length);
        Assert.Empty(walk.HomeAgent.Discards);
    }

    /// <summary>RFC 5846 6.2: where Binding Updates are not protected, nobody may end bindings.</summary>
    [NamespaceFact]
    [Clause("5846-6.1-protected")]
    public void What_is_not_protected_counts_for_nothing()
    {
        using var walk = new Walk(Settings.WithoutIpsec);
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        walk.HomeAgent.Send(Indication(1, RevocationTrigger.AdministrativeReason), walk.HomeAgent.Updates[^1].Ingress);
        walk.Until(() => walk.Status.Drops.GetValueOrDefault("UnprotectedSignalling") == 1, "the drop");
        Assert.Equal("Registered", walk.Status.State);
        Assert.Empty(walk.HomeAgent.Revoked);
    }

    private static BindingRevocationIndication Indication(ushort sequence, RevocationTrigger trigger) =>
        new(trigger, sequence, BindingRevocationFlags.None, MobilityOptions.None);
}
