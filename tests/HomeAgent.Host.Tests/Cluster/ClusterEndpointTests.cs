using System.Net;
using DsMip.Configuration;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

public sealed class ClusterEndpointTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public void In_the_clear_only_a_loopback_address_is_listened_at_unless_it_is_allowed()
    {
        var everywhere = new ClusterOptions("ha1.example.org", 0, "0.0.0.0", []);
        Assert.StartsWith("Cluster:Listen: 0.0.0.0 is not a loopback address", Assert.Throws<ConfigurationException>(() => ClusterEndpointCheck.Run(everywhere, Now)).Message, StringComparison.Ordinal);
        ClusterEndpointCheck.Run(everywhere with { AllowPlaintext = true }, Now);
        ClusterEndpointCheck.Run(everywhere with { Listen = "127.0.0.1" }, Now);
        using var certificates = new Certificates();
        ClusterEndpointCheck.Run(everywhere with { Tls = certificates.Issue() }, Now);
    }

    [Fact]
    public void A_name_is_local_only_if_all_of_its_addresses_are()
    {
        Assert.True(ClusterEndpointCheck.IsLocal([IPAddress.Loopback, IPAddress.IPv6Loopback]));
        Assert.False(ClusterEndpointCheck.IsLocal([IPAddress.Loopback, IPAddress.Parse("192.0.2.1")]));
    }

    [Theory]
    [InlineData("ha1.example.org:4055", "ha1.example.org", 4055)]
    [InlineData("192.0.2.1:1", "192.0.2.1", 1)]
    [InlineData("[2001:db8::1]:4055", "2001:db8::1", 4055)]
    public void A_seed_is_a_host_and_a_port(string text, string host, int port)
    {
        Assert.True(ClusterSeed.TryParse(text, out var seed));
        Assert.Equal(new ClusterSeed(host, port), seed);
        Assert.Equal(text, seed.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ha1")]
    [InlineData("ha1:")]
    [InlineData(":4055")]
    [InlineData("ha1:0")]
    [InlineData("ha1:65536")]
    [InlineData("2001:db8::1:4055")]
    [InlineData("ha 1:4055")]
    public void Anything_else_is_none(string text) => Assert.False(ClusterSeed.TryParse(text, out _));

    [Fact]
    public void Seeds_need_a_port_and_a_store_that_can_be_shared()
    {
        Assert.StartsWith("Cluster:Port: ", Assert.Throws<ConfigurationException>(() => Configured.Options(("Cluster:Seeds", "ha1:4055"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Cluster:Host: is required", Assert.Throws<ConfigurationException>(() => Configured.Options(("Cluster:Seeds", "ha1:4055"), ("Cluster:Port", "4055"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Store:Provider: ", Assert.Throws<ConfigurationException>(() => Configured.Options(("Cluster:Seeds", "ha1:4055"), ("Cluster:Port", "4055"), ("Cluster:Host", "ha2"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Cluster:Seeds: ", Assert.Throws<ConfigurationException>(() => Configured.Options(("Cluster:Seeds", "ha1"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Cluster:Tls:CaCertificate: ", Assert.Throws<ConfigurationException>(() => Configured.Options(("Cluster:Tls:Certificate", "a"), ("Cluster:Tls:PrivateKey", "b"))).Message, StringComparison.Ordinal);
    }
}
