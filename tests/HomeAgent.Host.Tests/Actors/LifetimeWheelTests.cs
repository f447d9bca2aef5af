using CsCheck;
using DsMip.HomeAgent.Actors;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Actors;

public sealed class LifetimeWheelTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    [Clause("6275-9.6-replacement", "6275-10.3.1-whole-lifetime")]
    public void Behaves_like_a_dictionary_of_deadlines() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 20], Gen.Int[0, 300_000]).Array[0, 200].Sample(steps =>
        {
            var wheel = new LifetimeWheel(Start);
            var model = new Dictionary<Ipv6Address, DateTimeOffset>();
            var now = Start;
            foreach (var (kind, key, amount) in steps)
            {
                var home = new Ipv6Address((UInt128)(key + 1));
                switch (kind)
                {
                    case 0:
                        // 262,140 s is the longest lifetime there is.
                        var expires = now + TimeSpan.FromMilliseconds(Math.Min(amount, 262_140) * 1000L + amount % 1000);
                        if (amount >= 262_140) expires = now + TimeSpan.FromSeconds(262_140);
                        wheel.Set(home, expires, inForce: true);
                        model[home] = expires;
                        break;
                    case 1:
                        wheel.Remove(home);
                        model.Remove(home);
                        break;
                    default:
                        now += TimeSpan.FromSeconds(amount / 10 + 1);
                        var ended = new List<Ipv6Address>();
                        wheel.Advance(now, ended);
                        var expected = model.Where(pair => pair.Value <= now).Select(pair => pair.Key).Order().ToList();
                        Assert.Equal(expected, ended.Order());
                        expected.ForEach(gone => model.Remove(gone));
                        break;
                }
                Assert.Equal(model.Count, wheel.Count);
            }
        }, iter: 300);

    [Fact]
    public void A_deregistered_entry_is_not_counted()
    {
        var wheel = new LifetimeWheel(Start);
        wheel.Set(new Ipv6Address(1), Start.AddSeconds(10), inForce: false);
        Assert.Equal(0, wheel.Count);
        var ended = new List<Ipv6Address>();
        wheel.Advance(Start.AddSeconds(10), ended);
        Assert.Single(ended);
    }
}
