using CsCheck;
using DsMip.Wire;

namespace DsMip.HomeAgent.Core.Tests;

[Clause("5555-4.5-allocate")]
public sealed class Ipv4AddressPoolTests
{
    private static readonly Ipv4AddressPool Pool = Ipv4AddressPool.Parse("10.10.0.100-10.10.0.103");

    private static readonly Ipv4Address[] All = [.. Enumerable.Range(100, 4).Select(last => Ipv4Address.Parse($"10.10.0.{last}"))];

    [Fact]
    public void Gives_every_address_once_and_then_none()
    {
        var given = new HashSet<Ipv4Address>();
        var last = Ipv4Address.Any;
        while (Pool.TryNextFree(given, last, out last)) Assert.True(given.Add(last));
        Assert.Equal(All, given.Order());
    }

    [Fact]
    public void A_released_address_waits_for_its_turn()
    {
        Assert.True(Pool.TryNextFree(new HashSet<Ipv4Address> { All[0] }, All[1], out var free));
        Assert.Equal(All[2], free);
    }

    [Fact]
    public void What_it_gives_is_free_and_in_the_range_whatever_is_leased() =>
        Gen.Select(Gen.Int[0, 3].HashSet[0, 4], Gen.Int[0, 3]).Sample((leased, after) =>
        {
            var inUse = leased.Select(i => All[i]).ToHashSet();
            var found = Pool.TryNextFree(inUse, All[after], out var free);
            Assert.Equal(inUse.Count < 4, found);
            Assert.True(!found || (Pool.Contains(free) && !inUse.Contains(free)));
        });

    [Theory]
    [InlineData("10.0.0.9-10.0.0.8"), InlineData("10.0.0.9"), InlineData(""), InlineData("-"), InlineData("224.0.0.1-224.0.0.9"), InlineData("a-b")]
    public void Refuses_what_is_no_range(string text) => Assert.False(Ipv4AddressPool.TryParse(text, null, out _));

    [Fact]
    public void Reads_what_it_writes() => Assert.Equal(Pool, Ipv4AddressPool.Parse(Pool.ToString()));
}
