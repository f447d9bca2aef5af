using System.Collections.Immutable;
using CsCheck;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Blocks;

public sealed class BlockOwnershipTests
{
    private static readonly ImmutableHashSet<string> Nobody = [];
    private static readonly ImmutableHashSet<HomeBlock> Nothing = [];

    private static readonly string[] Names = ["e1", "e2", "e3", "e4"];

    /// <summary>Four edges with four IPv6 blocks and one IPv4 block each.</summary>
    private static readonly HomeAgentOptions Options = Configured.Options() with
    {
        Edges = [.. Names.Select((name, i) => new EdgeOptions(name, [.. Blocks(i)], []))],
    };

    private static readonly BlockOwnership Ownership = new(Options);
    private static readonly Gen<ImmutableHashSet<string>> Some = Gen.Int[0, 3].Array[0, 4].Select(numbers => numbers.Select(number => Names[number]).ToImmutableHashSet());

    [Fact]
    public void Every_block_has_exactly_one_owner_whoever_is_there() => Some.Sample(ready =>
    {
        if (ready.IsEmpty) return;
        var owned = ready.SelectMany(self => Ownership.Of(self, ready.Remove(self), ready.Remove(self), Nothing, mayTakeOver: true)).ToList();
        Assert.Equal(owned.Count, owned.Distinct().Count());
        Assert.Equal(Options.Edges.Sum(edge => edge.Blocks.Length), owned.Count);
    });

    [Fact]
    public void When_an_edge_goes_only_its_blocks_move() => Gen.Int[0, 3].Sample(number =>
    {
        var gone = Names[number];
        var ready = Names.Where(name => name != gone).ToImmutableHashSet();
        foreach (var self in ready)
        {
            var owned = Ownership.Of(self, ready.Remove(self), ready.Remove(self), Nothing, mayTakeOver: true);
            var own = Options.Edges.Single(edge => edge.Name == self).Blocks;
            Assert.Superset(own.ToHashSet(), owned.ToHashSet());
            Assert.Subset(own.Concat(Options.Edges.Single(edge => edge.Name == gone).Blocks).ToHashSet(), owned.ToHashSet());
        }
    });

    [Fact]
    public void Blocks_of_one_that_is_gone_are_spread()
    {
        var blocks = Enumerable.Range(0, 256).Select(i => new HomeBlock(Ipv6Prefix.Parse($"2001:db8:1:0:{i:x}00::/72"))).ToList();
        var heirs = blocks.GroupBy(block => BlockOwnership.Heir(block, Names)).ToDictionary(group => group.Key!, group => group.Count());
        Assert.Equal(4, heirs.Count);
        Assert.All(heirs.Values, count => Assert.InRange(count, 32, 96));
    }

    [Fact]
    public void The_choice_is_the_same_everywhere_and_for_ever() =>
        Assert.Equal("e1", BlockOwnership.Heir(new HomeBlock(Ipv4Prefix.Parse("10.10.0.0/26")), ["e1", "e2", "e3"]));

    [Fact]
    public void Who_is_back_gets_its_blocks_when_it_knows_all_bindings_and_not_before()
    {
        HashSet<string> others = ["e2", "e3"];
        var all = Ownership.Of("e1", others, others, Nothing, mayTakeOver: true);
        Assert.True(all.Count > 5, "the choice gives e1 nothing of e4's: take another");

        HashSet<string> back = ["e2", "e3", "e4"];
        Assert.True(all.SetEquals(Ownership.Of("e1", back, others, all, mayTakeOver: true)));
        Assert.Equal(5, Ownership.Of("e1", back, back, all, mayTakeOver: true).Count);
    }

    [Fact]
    public void An_edge_that_starts_for_the_first_time_is_not_taken_for_lost() =>
        Assert.Equal(5, Ownership.Of("e1", new HashSet<string> { "e2", "e3", "e4" }, Nobody, Nothing, mayTakeOver: true).Count);

    [Fact]
    public void Who_may_be_cut_off_takes_nothing_and_gives_nothing_up()
    {
        var owned = Ownership.Of("e1", Nobody, Nobody, Nothing, mayTakeOver: false);
        Assert.Equal(5, owned.Count);
        var all = Ownership.Of("e1", Nobody, Nobody, Nothing, mayTakeOver: true);
        Assert.Equal(20, all.Count);
        Assert.True(all.SetEquals(Ownership.Of("e1", Nobody, Nobody, all, mayTakeOver: false)));
    }

    [Fact]
    public void The_only_edge_has_the_whole_prefixes()
    {
        var owned = new BlockOwnership(Configured.Options()).Of(EdgeOptions.OnlyName, Nobody, Nobody, Nothing, mayTakeOver: false);
        Assert.Equal(["10.10.0.0/24", "2001:db8:1::/64"], owned.Select(block => block.ToString()).Order());
    }

    [Fact]
    public void A_home_address_has_the_owner_of_its_block()
    {
        var third = Ipv6Address.Parse("2001:db8:1:0:8000::7");
        Assert.Equal("e3", Ownership.OwnerOf(third, Names.ToHashSet()));
        Assert.NotEqual("e3", Ownership.OwnerOf(third, new HashSet<string> { "e1", "e2", "e4" }));
        Assert.Null(Ownership.OwnerOf(third, Nobody));
        Assert.Null(Ownership.OwnerOf(Ipv6Address.Parse("2001:db8:2::1"), Names.ToHashSet()));
        Assert.Equal("e1", Ownership.OwnerOf(Ipv4Address.Parse("10.10.0.10"), Names.ToHashSet()));
    }

    private static IEnumerable<HomeBlock> Blocks(int edge)
    {
        for (var i = 0; i < 4; i++) yield return new HomeBlock(Ipv6Prefix.Parse($"2001:db8:1:0:{(edge * 4) + i:x}000::/68"));
        yield return new HomeBlock(Ipv4Prefix.Parse($"10.10.0.{edge * 64}/26"));
    }
}
