using DsMip.HomeAgent.Bootstrapping;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Ike;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Bootstrapping;

public sealed class HomeAddressAssignmentTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("dsmip-leases").FullName;
    private readonly HomeAgentOptions _options;
    private readonly Ipv6Address _first;

    public HomeAddressAssignmentTests()
    {
        var pool = new Ipv6Prefix(new Ipv6Address(Ipv6Address.Parse(Configured.Alice).Value), 126);
        _options = Configured.Options(
            ("Ipsec", "Kernel"), ("Ike:Identity", "ha.example.org"), ("Roles", "control,edge,admin"), ("Store:ConnectionString", $"Data Source={_directory}/ha.db"),
            ("Ike:Bootstrapping:Enabled", "true"), ("Ike:Bootstrapping:Pool", pool.ToString()),
            ("Ike:Bootstrapping:MobileNodes:0:Identity", "carol"), ("Ike:Bootstrapping:MobileNodes:0:PresharedKey", "s3cret"),
            ("Ike:Bootstrapping:MobileNodes:1:Identity", "dave"), ("Ike:Bootstrapping:MobileNodes:1:PresharedKey", "s3cret too"),
            ("MobileNodes:0:Ike:Identity", "alice@example.org"), ("MobileNodes:0:Ike:PresharedKey", "s3cret"),
            ("MobileNodes:0:BindingUpdate:Spi", null), ("MobileNodes:0:BindingUpdate:EncryptionKey", null),
            ("MobileNodes:0:BindingAcknowledgement:Spi", null), ("MobileNodes:0:BindingAcknowledgement:EncryptionKey", null));
        _first = Pools(Plan(new HomeAddressAssignment(_options)), "carol")[0];
    }

    public void Dispose() => System.IO.Directory.Delete(_directory, recursive: true);

    [Fact]
    [Clause("4877-7.1-dynamic", "5026-9.2-first-come")]
    public void A_given_address_is_a_mobile_node_of_that_identity_until_its_time_is_up()
    {
        var assignment = new HomeAddressAssignment(_options);
        Assert.True(assignment.TryTake("carol", _first, Now));
        Assert.True(assignment.Nodes.TryFind(_first, out var node));
        Assert.Equal("carol", node.Ike!.Identity);
        Assert.False(assignment.TryTake("dave", _first, Now));
        assignment.Sweep(_ => false, Now + _options.Ike!.Bootstrapping!.LeaseTime);
        Assert.False(assignment.Nodes.TryFind(_first, out _));
        Assert.True(assignment.TryTake("dave", _first, Now));
    }

    [Fact]
    [Clause("5026-9.2-used")]
    public void A_home_agent_that_starts_again_knows_whose_it_is()
    {
        Assert.True(new HomeAddressAssignment(_options).TryTake("carol", _first, Now));
        var again = new HomeAddressAssignment(_options);
        Assert.Equal("carol", again.Leases.Of(_first)!.Identity);
        Assert.True(again.Nodes.TryFind(_first, out _));
        Assert.False(again.TryTake("dave", _first, Now));
    }

    [Fact]
    public void An_address_outside_of_the_pool_is_nobodys() =>
        Assert.False(new HomeAddressAssignment(_options).TryTake("carol", Ipv6Address.Parse("2001:db8:ffff::1"), Now));

    [Fact]
    [Clause("5026-9.2-configured", "4877-7.1-dynamic")]
    public void Charon_gives_the_configured_address_the_leased_one_or_one_of_the_rest()
    {
        var assignment = new HomeAddressAssignment(_options);
        Assert.True(assignment.TryTake("carol", _first, Now));
        var plan = Plan(assignment);
        Assert.Equal([Ipv6Address.Parse(Configured.Alice)], Pools(plan, "alice@example.org"));
        Assert.Equal([_first], Pools(plan, "carol"));
        var rest = Pools(plan, "dave");
        Assert.NotEmpty(rest);
        Assert.DoesNotContain(_first, rest);
        Assert.DoesNotContain(Ipv6Address.Parse(Configured.Alice), rest);
        var keys = Assert.Single(plan.Connections, connection => connection.Remote == (IpAddress)_first);
        Assert.Equal("carol", keys.Authentication.RemoteIdentity);
    }

    private CharonContents Plan(HomeAddressAssignment assignment) =>
        CharonPlan.Of(_options, _options.Ike!, assignment.Leases, assignment.Nodes.All, null, _ => false);

    private static List<Ipv6Address> Pools(CharonContents plan, string identity)
    {
        var asking = plan.Connections.Single(connection => connection.Remote is null && connection.Authentication.RemoteIdentity == identity);
        return [.. plan.Pools.Where(pool => asking.Pools.Contains(pool.Name)).Select(pool => pool.Address)];
    }
}
