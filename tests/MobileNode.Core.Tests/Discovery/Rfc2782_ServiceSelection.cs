using DsMip.MobileNode.Core.Discovery;

namespace DsMip.MobileNode.Core.Tests.Discovery;

[Clause("5026-5.1.2-service")]
public sealed class Rfc2782_ServiceSelection
{
    [Fact]
    public void The_lower_priority_comes_first_whatever_the_weights_are()
    {
        ServiceRecord[] records = [new(20, 65535, "c"), new(10, 0, "a"), new(10, 1, "b"), new(30, 0, "d")];
        for (var drawn = 0; drawn < 4; drawn++)
        {
            var chance = drawn;
            var order = ServiceSelection.Order(records, most => Math.Min(chance, most));
            Assert.Equal(["a", "b"], order.Take(2).Order());
            Assert.Equal(["c", "d"], order.Skip(2));
        }
    }

    /// <summary>RFC 2782: running sums, those of weight 0 first, and the first sum that is not less than the number drawn.</summary>
    [Theory]
    [InlineData("none,light,heavy", 0, 0, 0)]
    [InlineData("none,heavy,light", 0, 2, 0)]
    [InlineData("light,none,heavy", 1, 0, 3)]
    [InlineData("light,heavy,none", 1, 1, 0)]
    [InlineData("heavy,light,none", 2, 1, 0)]
    [InlineData("heavy,none,light", 4, 0, 1)]
    public void Within_one_priority_chance_is_weighed(string expected, params int[] drawn)
    {
        ServiceRecord[] records = [new(1, 3, "heavy"), new(1, 0, "none"), new(1, 1, "light")];
        var numbers = new Queue<int>(drawn);
        Assert.Equal(expected.Split(','), ServiceSelection.Order(records, most =>
        {
            Assert.InRange(numbers.Peek(), 0, most);
            return numbers.Dequeue();
        }));
        Assert.Empty(numbers);
    }

    [Fact]
    public void Shares_are_as_the_weights_are()
    {
        ServiceRecord[] records = [new(1, 1, "light"), new(1, 3, "heavy")];
        var random = new Random(1);
        var heavy = Enumerable.Range(0, 4000).Count(_ => ServiceSelection.Order(records, most => random.Next(most + 1))[0] == "heavy");
        // 0 and 1 of 0 to 4 are the light one's.
        Assert.InRange(heavy, 2250, 2550);
    }

    [Fact]
    public void No_service_and_the_same_one_twice()
    {
        Assert.Empty(ServiceSelection.Order([new(0, 0, "")], _ => 0));
        Assert.Empty(ServiceSelection.Order([], _ => 0));
        Assert.Equal("ha.example.org", Assert.Single(ServiceSelection.Order([new(1, 0, "ha.example.org"), new(2, 0, "HA.example.org")], _ => 0)));
    }
}
