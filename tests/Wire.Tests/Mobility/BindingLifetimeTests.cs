using CsCheck;
using DsMip.Wire.Mobility;

namespace DsMip.Wire.Tests.Mobility;

[Clause("6275-6.1.7-lifetime-units")]
public sealed class BindingLifetimeTests
{
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(3.999, 0)]
    [InlineData(4, 1)]
    [InlineData(600, 150)]
    [InlineData(262140, 65535)]
    [InlineData(1e9, 65535)]
    public void A_time_is_rounded_down_to_units_and_clamped(double seconds, ushort units) =>
        Assert.Equal(new BindingLifetime(units), BindingLifetime.From(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Units_survive_the_way_to_a_time_and_back() =>
        Gen.Select(Generate.Lifetime, Generate.Lifetime).Sample((a, b) =>
        {
            Assert.Equal(a, BindingLifetime.From(a.ToTimeSpan()));
            Assert.Equal(a.ToTimeSpan() < b.ToTimeSpan(), a < b);
            Assert.Equal((b < a, b <= a, (b >= a)), ((a > b), (a >= b), a <= b));
            Assert.Equal(a < b ? a : b, BindingLifetime.Min(a, b));
        });
}
