using CsCheck;
using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Bindings;

/// <summary>The table against a model too simple to be wrong: keep everything, look for the highest version.</summary>
[Clause("6275-10.1-one-entry")]
public sealed class BindingTableModelTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly record struct Change(int Home, long Version, bool Remove, int Minutes)
    {
        public HomeAddresses Addresses => new(HomeOf(Home), new Ipv4Address(0x0a0a0000u + (uint)Home));

        /// <summary>As in real life, a version names one tunnel.</summary>
        public BidirectionalTunnel Tunnel => new(Encapsulation.Ipv6, Packets.HomeAgent, new Ipv6Address(((UInt128)0x20010db8 << 96) + (UInt128)(Home * 1000 + Version)));

        public DateTimeOffset Expires => Now.AddMinutes(Minutes);
    }

    private static readonly Gen<Change[]> Changes = Gen.Select(
        Gen.Int[0, 3], Gen.Long[1, 9], Gen.Bool, Gen.Int[-1, 1],
        (home, version, remove, minutes) => new Change(home, version, remove, minutes)).Array[0, 30];

    [Fact]
    public void Any_order_of_changes_ends_in_the_highest_version() => Changes.Sample(changes =>
    {
        var table = new BindingTable();
        foreach (var change in changes) Apply(table, change);
        for (var home = 0; home <= 3; home++)
        {
            var expected = Expected(changes.Where(change => change.Home == home));
            Assert.Equal(expected is not null, table.TryFind(HomeOf(home), Now, out var tunnel));
            Assert.Equal(expected is not null, table.TryFind(new Ipv4Address(0x0a0a0000u + (uint)home), Now, out var ipv4Tunnel));
            if (expected is null) continue;
            Assert.Equal(expected.Value.Tunnel, tunnel);
            Assert.Equal(expected.Value.Tunnel, ipv4Tunnel);
        }
    });

    [Fact]
    public void Count_and_entries_agree_with_the_model() => Changes.Sample(changes =>
    {
        var table = new BindingTable();
        foreach (var change in changes) Apply(table, change);
        var expected = changes.GroupBy(change => change.Home).Select(Winner).OfType<Change>().Where(winner => !winner.Remove).ToArray();
        Assert.Equal(expected.Length, table.Count);
        Assert.Equal(
            expected.Select(winner => (winner.Addresses, winner.Version)).OrderBy(pair => pair.Addresses.Ipv4),
            table.Entries().Select(entry => (entry.Home, entry.Version)).OrderBy(pair => pair.Home.Ipv4));
    });

    private static Ipv6Address HomeOf(int home) => new(Packets.HomeAddress.Value + (UInt128)home);

    private static void Apply(BindingTable table, in Change change)
    {
        if (change.Remove) table.Remove(change.Addresses, change.Version);
        else table.Put(change.Addresses, change.Tunnel, change.Version, change.Expires);
    }

    private static Change? Expected(IEnumerable<Change> changes) => Winner(changes) is { Remove: false, Minutes: > 0 } winner ? winner : null;

    /// <summary>Highest version; a removal before a put of the same version; the first put of a version.</summary>
    private static Change? Winner(IEnumerable<Change> changes) =>
        changes.OrderByDescending(change => change.Version).ThenByDescending(change => change.Remove).Cast<Change?>().FirstOrDefault();
}
