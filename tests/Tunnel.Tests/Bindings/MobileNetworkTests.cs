using CsCheck;
using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Bindings;

/// <summary>Mobile networks in the table: the longest prefix in force, and the versions of the bindings that they belong to.</summary>
public sealed class MobileNetworkTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Later = Now.AddMinutes(1);
    private static readonly Ipv6Prefix Wide = Ipv6Prefix.Parse("2001:db8:aa::/48"), Narrow = Ipv6Prefix.Parse("2001:db8:aa:1::/64");
    private static readonly Ipv4Prefix Ipv4 = Ipv4Prefix.Parse("10.80.0.0/24");
    private static readonly Ipv6Address InNarrow = Ipv6Address.Parse("2001:db8:aa:1::5"), InWide = Ipv6Address.Parse("2001:db8:aa:2::5");
    private readonly BindingTable _table = new();

    [Fact]
    [Clause("3963-6.5-forward")]
    public void Addresses_of_both_families_in_a_network_are_found_and_others_are_not()
    {
        _table.Put(Home(1, [Narrow], [Ipv4]), Tunnel(1), 1, Later);
        Assert.Equal(Tunnel(1), Find(InNarrow));
        Assert.Equal(Tunnel(1), Find(Ipv4Address.Parse("10.80.0.77")));
        Assert.Null(Find(InWide));
        Assert.Null(Find(Ipv4Address.Parse("10.80.1.77")));
        Assert.False(_table.TryFind(InNarrow, Later, out _));
    }

    [Fact]
    public void The_longest_prefix_in_force_counts()
    {
        _table.Put(Home(1, [Wide]), Tunnel(1), 1, Later.AddHours(1));
        _table.Put(Home(2, [Narrow]), Tunnel(2), 1, Later);
        Assert.Equal((Tunnel(2), Tunnel(1)), (Find(InNarrow), Find(InWide)));
        Assert.True(_table.TryFind(InNarrow, Later, out var afterwards));
        Assert.Equal(Tunnel(1), afterwards);
        _table.Remove(Home(2, [Narrow]), 1);
        Assert.Equal(Tunnel(1), Find(InNarrow));
    }

    [Fact]
    public void A_prefix_that_the_next_version_has_not_is_gone_and_an_older_one_does_not_bring_it_back()
    {
        _table.Put(Home(1, [Wide, Narrow]), Tunnel(1), 1, Later);
        _table.Put(Home(1, [Narrow]), Tunnel(1), 3, Later);
        _table.Put(Home(1, [Wide, Narrow]), Tunnel(1), 2, Later);
        Assert.Null(Find(InWide));
        Assert.Equal(Tunnel(1), Find(InNarrow));
        _table.Remove(Home(1), 3);
        Assert.Null(Find(InNarrow));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void A_leased_prefix_moves_to_whoever_claims_it_last(bool formerGoesFirst)
    {
        _table.Put(Home(1, [], [Ipv4]), Tunnel(1), 7, Later);
        if (formerGoesFirst) _table.Remove(Home(1, [], [Ipv4]), 8);
        _table.Put(Home(2, [], [Ipv4]), Tunnel(2), 1, Later);
        if (!formerGoesFirst) _table.Remove(Home(1, [], [Ipv4]), 8);
        Assert.Equal(Tunnel(2), Find(Ipv4Address.Parse("10.80.0.1")));
    }

    [Fact]
    public void Withdrawn_networks_are_gone_and_the_tunnel_stays()
    {
        var home = Home(1, [Wide, Narrow], [Ipv4]);
        _table.Put(home, Tunnel(1), 1, Later);
        Assert.False(_table.WithdrawNetworks(Home(1), null));
        Assert.True(_table.WithdrawNetworks(home, MobileNetworks.Of([Narrow], [])));
        Assert.Equal((null, Tunnel(1), Tunnel(1)), (Find(Ipv4Address.Parse("10.80.0.1")), Find(InNarrow), Find(home.Ipv6)));
        Assert.Null(Find(InWide));
    }

    [Fact]
    [Clause("3963-6.5-inner-source")]
    public void Out_of_the_tunnel_come_sources_of_its_own_networks_only()
    {
        _table.Put(Home(1, [Narrow], [Ipv4]), Tunnel(1), 1, Later);
        _table.Put(Home(2, [Wide]), Tunnel(2), 1, Later);
        Assert.Equal(DropReason.None, Check(1, InNarrow));
        Assert.Equal(DropReason.None, Check(2, InWide));
        Assert.Equal(DropReason.OuterSourceMismatch, Check(2, InNarrow));
        Assert.Equal(DropReason.OuterSourceMismatch, Check(1, InWide));
        Assert.Equal(DropReason.UnknownHomeAddress, Check(1, Ipv6Address.Parse("2001:db8:cc::1")));
    }

    [Fact]
    public void Lookups_allocate_nothing()
    {
        _table.Put(Home(1, [Wide, Narrow], [Ipv4]), Tunnel(1), 1, Later);
        var ipv4 = Ipv4Address.Parse("10.80.0.1");
        Look();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Look();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Look()
        {
            for (var i = 0; i < 1000; i++)
                if (!_table.TryFind(InWide, Now, out _) || !_table.TryFind(ipv4, Now, out _) || _table.TryFind(Packets.Correspondent, Now, out _)) throw new InvalidOperationException();
        }
    }

    private readonly record struct Change(int Home, long Version, bool Remove, int Minutes, int Prefixes);

    private static readonly Ipv6Prefix[] Nested = [.. Enumerable.Range(0, 4).Select(i => new Ipv6Prefix(Narrow.Address, 48 + 4 * i))];

    /// <summary>Against a model too simple to be wrong. Prefixes are nested, and each is one home address's, as the configuration sees to.</summary>
    [Fact]
    public void Any_order_of_changes_ends_in_the_longest_prefix_of_the_highest_versions() => Gen.Select(
        Gen.Int[0, 3], Gen.Long[1, 9], Gen.Bool, Gen.Int[-1, 1], Gen.Int[0, 1], (home, version, remove, minutes, prefixes) => new Change(home, version, remove, minutes, prefixes))
        .Array[0, 30].Sample(changes =>
        {
            // A version says one thing.
            changes = [.. changes.DistinctBy(change => (change.Home, change.Version))];
            var table = new BindingTable();
            foreach (var change in changes) Apply(table, change);
            Ipv6Address[] asked = [Narrow.Address, Ipv6Address.Parse("2001:db8:aa:2::"), Ipv6Address.Parse("2001:db8:aa:1000::"), Ipv6Address.Parse("2001:db8:ab::")];
            foreach (var address in asked)
            {
                var expected = changes.GroupBy(change => change.Home).Select(group => group.MaxBy(change => change.Version))
                    .Where(change => change is { Remove: false, Minutes: > 0, Prefixes: 1 } && Nested[change.Home].Contains(address))
                    .OrderByDescending(change => change.Home).Select(change => (BidirectionalTunnel?)Tunnel(change.Home * 100 + (int)change.Version)).FirstOrDefault();
                Assert.Equal(expected, table.TryFind(address, Now, out var tunnel) ? tunnel : null);
            }
        });

    private static void Apply(BindingTable table, in Change change)
    {
        var home = Home(change.Home, change.Prefixes == 1 ? [Nested[change.Home]] : []);
        if (change.Remove) table.Remove(home, change.Version);
        else table.Put(home, Tunnel(change.Home * 100 + (int)change.Version), change.Version, Now.AddMinutes(change.Minutes));
    }

    private BidirectionalTunnel? Find(IpAddress address) =>
        (address.IsIpv4 ? _table.TryFind(address.AsIpv4, Now, out var tunnel) : _table.TryFind(address.AsIpv6, Now, out tunnel)) ? tunnel : null;

    private DropReason Check(int router, Ipv6Address source)
    {
        var packet = new byte[Ipv6Header.Size];
        new Ipv6Header(0, 0, 0, 59, 64, source, Packets.Correspondent).Write(packet);
        var tunnel = Tunnel(router);
        _table.TryCheckUplink(new Ingress(Encapsulation.Ipv6, tunnel.Local, tunnel.Remote), packet, Now, out var why);
        return why;
    }

    private static HomeAddresses Home(int number, Ipv6Prefix[]? ipv6 = null, Ipv4Prefix[]? ipv4 = null) =>
        new(new Ipv6Address(Packets.HomeAddress.Value + (UInt128)number), default, MobileNetworks.Of(ipv6 ?? [], ipv4 ?? []));

    private static BidirectionalTunnel Tunnel(int number) =>
        new(Encapsulation.Ipv6, Packets.HomeAgent, new Ipv6Address(((UInt128)0x20010db8 << 96) + 0x1000 + (UInt128)number));
}
