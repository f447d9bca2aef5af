using DsMip.HomeAgent.Bootstrapping;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Bootstrapping;

public sealed class HomeAddressLeasesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromHours(1);
    private static readonly Ipv6Address First = Ipv6Address.Parse("2001:db8:1::1000"), Second = Ipv6Address.Parse("2001:db8:1::1001");

    [Fact]
    [Clause("5026-9.2-first-come")]
    public void Who_comes_first_has_it_and_nobody_else()
    {
        var leases = HomeAddressLeases.None.Take("alice", First, Now)!;
        Assert.Null(leases.Take("bob", First, Now));
        Assert.Equal("alice", leases.Of(First)!.Identity);
        leases = leases.Take("bob", Second, Now)!;
        Assert.Equal(First, leases.Take("alice", First, Now)!.Of("alice")!.Address);
        Assert.Equal(Second, leases.Of("bob")!.Address);
    }

    [Fact]
    public void One_identity_has_one_address() => Assert.Null(HomeAddressLeases.None.Take("alice", First, Now)!.Take("alice", Second, Now));

    [Fact]
    [Clause("5026-9.2-used")]
    public void It_is_taken_for_as_long_as_it_is_bound_and_for_the_lease_time_after_that()
    {
        var leases = HomeAddressLeases.None.Take("alice", First, Now)!.Take("bob", Second, Now)!;
        var later = Now + (LeaseTime * 3);
        leases = leases.Used(lease => lease.Identity == "alice", later).WithoutExpired(LeaseTime, later);
        Assert.Null(leases.Of("bob"));
        Assert.NotNull(leases.WithoutExpired(LeaseTime, later + LeaseTime - TimeSpan.FromSeconds(1)).Of("alice"));
        Assert.Null(leases.WithoutExpired(LeaseTime, later + LeaseTime).Of("alice"));
    }
}
