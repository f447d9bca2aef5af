using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Persistence;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Edge.Tunnels;

public sealed class BindingMergeTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Ipv6Address Alice = Ipv6Address.Parse(Configured.Alice);
    private readonly BindingTable _table = new();
    private readonly BindingMerge _merge;

    public BindingMergeTests()
    {
        var options = Configured.Options();
        _merge = new BindingMerge(options, new ConfiguredMobileNodes(options), _table, _table);
    }

    [Fact]
    public void A_deregistration_that_was_missed_removes_the_older_tunnel()
    {
        Put(version: 5, Now.AddHours(1));
        _merge.Apply(Row(6, Entry(Now.AddSeconds(10)) with { Deregistered = true }), Now);
        Assert.False(_table.TryFind(Alice, Now, out _));
        // A message about the time before may still be under way.
        Put(version: 5, Now.AddHours(1));
        Assert.False(_table.TryFind(Alice, Now, out _));
    }

    [Fact]
    public void A_deregistration_long_ago_is_found_out_too()
    {
        Put(version: 5, Now.AddHours(1));
        _merge.Apply(Row(6, Entry(Now.AddDays(-1)) with { Deregistered = true }), Now);
        Assert.False(_table.TryFind(Alice, Now, out _));
    }

    [Fact]
    public void An_empty_row_removes_the_older_tunnel()
    {
        Put(version: 5, Now.AddHours(1));
        _merge.Apply(Row(6, null), Now);
        Assert.False(_table.TryFind(Alice, Now, out _));
    }

    [Fact]
    public void What_the_control_node_said_later_stands()
    {
        Put(version: 7, Now.AddHours(1));
        _merge.Apply(Row(6, Entry(Now.AddSeconds(10)) with { Deregistered = true }), Now);
        _merge.Apply(Row(5, Entry(Now.AddSeconds(10))), Now);
        Assert.True(_table.TryFind(Alice, Now, out _));
        Assert.True(_table.TryFindVersion(Alice, out var version));
        Assert.Equal(7, version);
    }

    [Fact]
    public void A_tunnel_that_was_removed_meanwhile_does_not_come_back()
    {
        _table.Remove(new HomeAddresses(Alice, default), 6);
        _merge.Apply(Row(6, Entry(Now.AddHours(1))), Now);
        Assert.False(_table.TryFind(Alice, Now, out _));
    }

    [Fact]
    public void A_shorter_binding_that_has_ended_replaces_a_longer_one_before_it()
    {
        Put(version: 5, Now.AddHours(1));
        _merge.Apply(Row(6, Entry(Now.AddSeconds(-1))), Now);
        Assert.False(_table.TryFind(Alice, Now, out _));
        Put(version: 8, Now.AddHours(1));
        _merge.Apply(Row(9, Entry(Now.AddDays(-1))), Now);
        Assert.False(_table.TryFind(Alice, Now, out _));
    }

    /// <summary>The clock was a minute ahead for a moment.</summary>
    [Fact]
    public void A_clock_that_jumps_ahead_and_back_ends_no_binding()
    {
        Put(version: 5, Now.AddSeconds(30));
        using var sweep = new ExpiredBindings(_table, _table, TimeProvider.System);
        var ahead = Now.AddSeconds(60);
        Assert.False(_table.TryFind(Alice, ahead, out _));
        sweep.Sweep(ahead);
        _merge.Apply(Row(5, Entry(Now.AddSeconds(30))), ahead);
        _merge.Apply(Row(6, Entry(Now.AddSeconds(40))), ahead);
        Assert.True(_table.TryFind(Alice, Now, out _));
        sweep.Sweep(Now.AddSeconds(40) + ExpiredBindings.Grace);
        Assert.Equal(0, _table.Count);
    }

    /// <summary>Most rows of an old store may be like that.</summary>
    [Fact]
    public void What_ended_long_ago_leaves_nothing_behind()
    {
        _merge.Apply(Row(6, Entry(Now.AddDays(-1)) with { Deregistered = true }), Now);
        _merge.Apply(Row(6, Entry(Now.AddDays(-1))), Now);
        _merge.Apply(Row(6, null), Now);
        // Also no memory of the version, which would be in the way here.
        Put(version: 6, Now.AddHours(1));
        Assert.True(_table.TryFind(Alice, Now, out _));
    }

    [Fact]
    public void A_row_that_cannot_be_read_says_so() => Assert.Equal(
        MergedRow.Unreadable, _merge.Apply(new StoredBinding(PersistenceId.Of(Alice), 1, null), Now));

    /// <summary>The control node has heard of the mobile node before this edge has: what it said stands.</summary>
    [Fact]
    public void A_stranger_is_left_alone()
    {
        var options = Configured.Options(("MobileNodes:0:HomeAddress", "2001:db8:1::77"));
        var merge = new BindingMerge(options, new ConfiguredMobileNodes(options), _table, _table);
        Assert.Equal(MergedRow.Stranger, merge.Apply(Row(5, Entry(Now.AddHours(1))), Now));
        Put(version: 5, Now.AddHours(1));
        Assert.True(_table.TryFind(Alice, Now, out _));
    }

    private void Put(long version, DateTimeOffset expires) => _table.Put(Entry(expires).HomeAddresses, Entry(expires).Tunnel!.Value, version, expires);

    private static StoredBinding Row(long version, BindingCacheEntry? entry) =>
        new(PersistenceId.Of(Alice), version, new BindingCacheEntryState(Alice, entry, default));

    private static BindingCacheEntry Entry(DateTimeOffset expires) => new(
        Alice, Ipv4Address.Parse("192.168.1.2"),
        new Ingress(Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("203.0.113.7"), 40_000, Port.DsMip),
        Encapsulation.UdpIpv4, true, MobileNode.HomeRegistration, new SequenceNumber(1), BindingLifetime.From(TimeSpan.FromMinutes(10)), expires);
}
