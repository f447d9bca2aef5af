using DsMip.HomeAgent.Bootstrapping;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Ike;
using DsMip.NativeIpsec;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native;

public sealed class KeyExchangeTests
{
    [Fact]
    public void Each_mobile_node_with_ike_has_a_connection_of_its_own_home_address_and_identity()
    {
        var options = Configured.Options(
            ("Ipsec", "Kernel"), ("Ike:Identity", "ha.example.org"), ("MobileNodes:0:ProtectPayload", "true"),
            ("MobileNodes:0:Ike:Identity", "alice@example.org"), ("MobileNodes:0:Ike:PresharedKey", "s3cret"),
            ("MobileNodes:0:BindingUpdate:Spi", null), ("MobileNodes:0:BindingUpdate:EncryptionKey", null),
            ("MobileNodes:0:BindingAcknowledgement:Spi", null), ("MobileNodes:0:BindingAcknowledgement:EncryptionKey", null));

        var connection = Assert.Single(CharonPlan.Connections(options, options.Ike!, options.MobileNodes));

        var alice = Ipv6Address.Parse(Configured.Alice);
        Assert.Equal((options.HomeAgentAddress, alice), (connection.Local!.Value.AsIpv6, connection.Remote!.Value.AsIpv6));
        Assert.Equal(new IkeAuthentication("ha.example.org", "alice@example.org", new PresharedKey("s3cret")), connection.Authentication);
        Assert.Equal(4, connection.Children.Count);
        Assert.All(connection.Children, child => Assert.Contains(child.RemoteTraffic, selector => selector.StartsWith(Configured.Alice + "/128", StringComparison.Ordinal)));
        Assert.Equal(SignallingReqids.Of(alice, AssociationPurpose.Signalling), connection.Children.Single(child => child.Name == MobileIkeConnection.SignallingChild).Reqid);
    }
}
