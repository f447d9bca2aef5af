using CsCheck;
using DsMip.Wire;

namespace DsMip.HomeAgent.Core.Tests;

public sealed class Ipv4PrefixSpaceTests
{
    private static readonly Ipv4PrefixPools Pools = new([Ipv4Prefix.Parse("10.0.0.0/26"), Ipv4Prefix.Parse("10.0.1.0/28"), Ipv4Prefix.Parse("255.255.255.0/28")], 26);

    /// <summary>Against the addresses one by one: nothing overlaps, and what is refused was not there.</summary>
    [Fact]
    public void What_is_taken_is_free_and_in_a_pool_and_what_is_refused_is_full() => Gen.Select(Gen.Bool, Gen.Int[20, 32], Gen.Int[0, 40]).Array[0, 120].Sample(steps =>
    {
        var space = new Ipv4PrefixSpace(Pools);
        var taken = new List<Ipv4Prefix>();
        foreach (var (take, asked, which) in steps)
        {
            if (take)
            {
                var found = space.TryTakeFree(asked, out var prefix);
                Assert.Equal(IsRoom(taken, asked), found);
                if (!found) continue;
                Assert.True(Pools.Contains(prefix), $"{prefix}");
                Assert.InRange(prefix.Length, Math.Max(asked, 26), Math.Max(Math.Max(asked, 26), 30));
                Assert.DoesNotContain(taken, other => other.Overlaps(prefix));
                taken.Add(prefix);
            }
            else if (taken.Count > 0)
            {
                space.Free(taken[which % taken.Count]);
                taken.RemoveAt(which % taken.Count);
            }
        }
    });

    [Fact]
    public void What_overlaps_or_lies_outside_is_not_taken()
    {
        var space = new Ipv4PrefixSpace(Pools);
        Assert.True(space.TryTake(Ipv4Prefix.Parse("10.0.0.16/28")));
        foreach (var text in (string[])["10.0.0.0/26", "10.0.0.16/28", "10.0.0.20/30", "10.0.0.31/32", "10.0.2.0/28", "10.0.0.0/24"])
            Assert.False(space.TryTake(Ipv4Prefix.Parse(text)), text);
        Assert.True(space.TryTake(Ipv4Prefix.Parse("10.0.0.0/28")));
        Assert.True(space.TryTake(Ipv4Prefix.Parse("10.0.0.32/27")));
    }

    [Fact]
    public void A_released_prefix_goes_to_nobody_else_at_once()
    {
        var space = new Ipv4PrefixSpace(Pools);
        Assert.True(space.TryTakeFree(30, out var first));
        space.Free(first);
        Assert.True(space.TryTakeFree(30, out var second));
        Assert.NotEqual(first, second);
    }

    private static bool IsRoom(List<Ipv4Prefix> taken, int asked) => Pools.Lengths(asked).Any(length => Pools.Pools.Any(pool =>
        pool.Length <= length
        && Enumerable.Range(0, 1 << (length - pool.Length)).Any(i =>
            !taken.Exists(other => other.Overlaps(new Ipv4Prefix(new Ipv4Address(pool.Address.Value + (uint)i * (1u << (32 - length))), length))))));
}
