using DsMip.Testing;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests.Network;

/// <summary>RFC 5026 5.3.2: the real daemon is told that its home address is somebody else's.</summary>
public sealed class OtherHomeAddressTests
{
    private static readonly (string, string?)[] Other =
    [
        ("OtherHomeAddresses:0:Address", "2001:db8:1::51"),
        ("OtherHomeAddresses:0:BindingUpdate:Spi", "4098"), ("OtherHomeAddresses:0:BindingUpdate:EncryptionKey", "200102030405060708090a0b0c0d0e0f10111213"),
        ("OtherHomeAddresses:0:BindingAcknowledgement:Spi", "8194"), ("OtherHomeAddresses:0:BindingAcknowledgement:EncryptionKey", "300102030405060708090a0b0c0d0e0f10111213"),
    ];

    [NamespaceFact]
    [Clause("5026-5.3.2-134", "6275-11.7.3-134")]
    public void After_status_134_the_next_home_address_is_bound_under_its_own_keys()
    {
        using var walk = new Walk(Other);
        walk.HomeAgent.Answers = false;
        walk.Start();
        walk.EnterV6();
        walk.Until(() => walk.HomeAgent.Updates.Length > 0, "a Binding Update");
        Assert.Contains("2001:db8:1::50", Addresses(walk), StringComparison.Ordinal);
        var first = walk.HomeAgent.Updates[^1];
        walk.HomeAgent.Send(
            new BindingAcknowledgement(
                BindingStatus.DuplicateAddressDetectionFailed, BindingAcknowledgementFlags.None, first.Message.Sequence, BindingLifetime.Zero, MobilityOptions.None),
            first.Ingress);
        walk.Reprovision(walk.Options.WithNextHomeAddress()!);
        walk.Until(() => walk.TryStatus() is { State: "Registered", HomeAddress: "2001:db8:1::51" }, "the other home address");
        Assert.DoesNotContain("2001:db8:1::50", Addresses(walk), StringComparison.Ordinal);
        Assert.Empty(walk.HomeAgent.Discards);
        Assert.Equal(0, walk.Stop());
    }

    private static string Addresses(Walk walk) => walk.Node.Ip("-6 addr show dev dsmip0");
}
