using CsCheck;
using DsMip.Wire;

namespace DsMip.Tunnel.Tests.KeyExchange;

/// <summary>Any interleaving of mobile nodes, strangers and time against a model that keeps everything and looks through all of it.</summary>
[Clause("7296-2.6-rate")]
public sealed class PreBindingPathsModelTests
{
    private const int Sources = 3, Homes = 3, Ways = 2;
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(20);

    private static readonly PreBindingLimits Limits = new(new RateLimit(1, 3), new RateLimit(2, 6), Sources, Homes, Ways, Lifetime);

    private sealed record Step(bool Asks, int Home, int Spi, int Source, int Eighths);

    private static readonly Gen<Step> AnyStep =
        from asks in Gen.Bool
        from home in Gen.Int[0, 4]
        from spi in Gen.Int[1, 4]
        from source in Gen.Int[0, 5]
        from eighths in Gen.OneOf(Gen.Const(0), Gen.Int[0, 8], Gen.Int[0, 200])
        select new Step(asks, home, spi, source, eighths);

    [Fact]
    public void Behaves_like_the_model() => AnyStep.Array[0, 60].Sample(steps =>
    {
        var paths = new PreBindingPaths(Packets.HomeAgent, _ => true, Limits);
        var model = new Model();
        var time = 0;
        foreach (var step in steps)
        {
            time += step.Eighths;
            var now = Start.AddSeconds(time / 8.0);
            if (step.Asks)
            {
                var why = paths.Admit(Ike.FromHome(Home(step.Home), (ulong)step.Spi), From(step.Source, step.Spi), now);
                Assert.Equal(model.Admit(step, time) ? DropReason.None : DropReason.RateLimited, why);
                continue;
            }
            var found = paths.TryFindWayBack(Ike.ToHome(Home(step.Home), (ulong)step.Spi), isBound: false, now, out var way);
            var expected = model.WayBack(step, time);
            Assert.Equal(expected is not null, found);
            if (expected is { } source) Assert.Equal(From(source, step.Spi), way);
        }
    }, iter: 3000);

    private static Ipv6Address Home(int number) => new(Packets.HomeAddress.Value + (UInt128)number);

    private static Ingress From(int source, int port) =>
        new(Encapsulation.UdpIpv4, Packets.HomeAgentIpv4, new Ipv4Address(0x0b00_0000 + (uint)source), (ushort)port, Port.DsMip);

    /// <summary>Tokens in eighths, since time goes in eighths of a second.</summary>
    private sealed class Model
    {
        private readonly List<(int Source, int Tokens, int Time)> _sources = [];
        private readonly List<(int Home, List<(int Spi, int Source, int Time)> Ways)> _homes = [];
        private (int Tokens, int Time) _total = (6 * 8, 0);

        public bool Admit(Step step, int time)
        {
            var total = Math.Min(6 * 8, _total.Tokens + 2 * (time - _total.Time));
            var index = _sources.FindIndex(entry => entry.Source == step.Source);
            var own = index < 0 ? 3 * 8 : Math.Min(3 * 8, _sources[index].Tokens + (time - _sources[index].Time));
            if (own < 8 || total < 8) return false;
            _total = (total - 8, time);
            if (index >= 0) _sources.RemoveAt(index);
            _sources.Add((step.Source, own - 8, time));
            if (_sources.Count > Sources) _sources.RemoveAt(0);
            Note(step, time);
            return true;
        }

        public int? WayBack(Step step, int time)
        {
            foreach (var (spi, source, used) in _homes.Find(home => home.Home == step.Home).Ways ?? [])
                if (spi == step.Spi && time - used < Lifetime.TotalSeconds * 8) return source;
            return null;
        }

        private void Note(Step step, int time)
        {
            var ways = _homes.Find(home => home.Home == step.Home).Ways ?? [];
            _homes.RemoveAll(home => home.Home == step.Home);
            _homes.Add((step.Home, ways));
            if (_homes.Count > Homes) _homes.RemoveAt(0);
            ways.RemoveAll(way => way.Spi == step.Spi);
            ways.Add((step.Spi, step.Source, time));
            if (ways.Count > Ways) ways.RemoveAt(0);
        }
    }
}
