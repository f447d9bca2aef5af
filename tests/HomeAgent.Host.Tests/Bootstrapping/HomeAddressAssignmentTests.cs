using DsMip.HomeAgent.Bootstrapping;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Ike;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

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
        _first = Pools(Plan(Assignment(_options)), "carol")[0];
    }

    public void Dispose() => System.IO.Directory.Delete(_directory, recursive: true);

    [Fact]
    [Clause("4877-7.1-dynamic", "5026-9.2-first-come")]
    public void A_given_address_is_a_mobile_node_of_that_identity_until_its_time_is_up()
    {
        var assignment = Assignment(_options);
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
        Assert.True(Assignment(_options).TryTake("carol", _first, Now));
        var again = Assignment(_options);
        Assert.Equal("carol", again.Leases.Of(_first)!.Identity);
        Assert.True(again.Nodes.TryFind(_first, out _));
        Assert.False(again.TryTake("dave", _first, Now));
    }

    [Fact]
    [Clause("5026-9.2-configured")]
    public void A_lease_of_an_address_that_the_configuration_has_given_to_another_ends_with_the_next_start()
    {
        Assert.True(Assignment(_options).TryTake("carol", _first, Now));
        var bob = _options.MobileNodes[0] with { HomeAddress = _first };
        var changed = _options with { MobileNodes = _options.MobileNodes.Add(bob) };
        var again = Assignment(changed);
        Assert.Null(again.Leases.Of("carol"));
        Assert.False(again.Nodes.TryFind(_first, out _));
        Assert.False(again.TryTake("carol", _first, Now));
        var plan = CharonPlan.Of(changed, changed.Ike!, again.Leases, again.Nodes.All, null, _ => false, _ => false);
        Assert.Equal(bob.Ike!.Identity, Assert.Single(plan.Connections, connection => connection.Remote == (IpAddress)_first).Authentication.RemoteIdentity);
    }

    [Fact]
    [Clause("5026-9.2-configured")]
    public void The_home_agents_own_address_is_not_given_out()
    {
        var bootstrapping = _options.Ike!.Bootstrapping! with { Pool = new Ipv6Prefix(new Ipv6Address(_options.HomeAgentAddress.Value), 126) };
        var options = _options with { Ike = _options.Ike with { Bootstrapping = bootstrapping } };
        Assert.False(Assignment(options).TryTake("carol", options.HomeAgentAddress, Now));
    }

    [Fact]
    [Clause("5026-9.2-used")]
    public void An_address_with_a_binding_is_nobodys_but_of_who_has_the_lease()
    {
        var assignment = Assignment(_options);
        var plan = CharonPlan.Of(_options, _options.Ike!, assignment.Leases, assignment.Nodes.All, null, _ => false, address => address == _first);
        Assert.DoesNotContain(_first, Pools(plan, "carol"));
        Assert.True(assignment.TryTake("carol", _first, Now));
        plan = CharonPlan.Of(_options, _options.Ike!, assignment.Leases, assignment.Nodes.All, null, _ => false, address => address == _first);
        Assert.Equal([_first], Pools(plan, "carol"));
    }

    [Fact]
    public void Use_is_written_only_when_it_makes_a_difference()
    {
        var assignment = Assignment(_options);
        Assert.True(assignment.TryTake("carol", _first, Now));
        var tenth = _options.Ike!.Bootstrapping!.LeaseTime / 10;
        assignment.Sweep(_ => true, Now + (tenth / 2));
        Assert.Equal(Now + (tenth / 2), assignment.Leases.Of("carol")!.LastUsed);
        Assert.Equal(Now, Assignment(_options).Leases.Of("carol")!.LastUsed);
        assignment.Sweep(_ => true, Now + tenth);
        Assert.Equal(Now + tenth, Assignment(_options).Leases.Of("carol")!.LastUsed);
        assignment.Sweep(_ => false, Now + (tenth * 11));
        Assert.Null(Assignment(_options).Leases.Of("carol"));
    }

    [Theory]
    [InlineData(1000u, 910u, true)]
    [InlineData(1000u, 909u, false)]
    [InlineData(0u, 1u, false)]
    [InlineData(uint.MaxValue, uint.MaxValue - 1, false)]
    [InlineData(uint.MaxValue, uint.MaxValue, true)]
    public void A_prefix_whose_time_runs_down_is_told_again_when_a_tenth_of_it_has_gone(uint one, uint other, bool isSame)
    {
        var assignment = Assignment(_options);
        Assert.Equal(isSame, CharonPlan.IsSame(With(one), With(other)));

        CharonContents With(uint lifetime) => CharonPlan.Of(
            _options, _options.Ike!, assignment.Leases, assignment.Nodes.All, new HomePrefixAttribute(lifetime, _options.HomePrefix), _ => false, _ => false);
    }

    [Fact]
    public void An_address_outside_of_the_pool_is_nobodys() =>
        Assert.False(Assignment(_options).TryTake("carol", Ipv6Address.Parse("2001:db8:ffff::1"), Now));

    [Fact]
    [Clause("5026-9.2-configured", "4877-7.1-dynamic")]
    public void Charon_gives_the_configured_address_the_leased_one_or_one_of_the_rest()
    {
        var assignment = Assignment(_options);
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
        CharonPlan.Of(_options, _options.Ike!, assignment.Leases, assignment.Nodes.All, null, _ => false, _ => false);

    private static HomeAddressAssignment Assignment(HomeAgentOptions options) => new(options, NullLogger<HomeAddressAssignment>.Instance);

    private static List<Ipv6Address> Pools(CharonContents plan, string identity)
    {
        var asking = plan.Connections.Single(connection => connection.Remote is null && connection.Authentication.RemoteIdentity == identity);
        return [.. plan.Pools.Where(pool => asking.Pools.Contains(pool.Name)).Select(pool => pool.Address)];
    }
}
