using CsCheck;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native.Claims;

/// <summary>RFC 4303 3.3.3, RFC 4106 2: whatever becomes of edges and messages, no number leaves twice and none is decided about twice.</summary>
public sealed class NumbersNeverRepeatTests
{
    private const int Edges = 3;

    [Fact, Clause("4106-2-nonce")]
    public void In_any_order_of_claims_crashes_delays_and_losses()
    {
        var (left, decided, fenced, refused) = (0L, 0L, 0L, 0L);
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 1000]).Array[50, 400].Sample(steps =>
        {
            var world = new ClaimedWorld(Edges);
            foreach (var (what, which) in steps) world.Step(what, which);
            world.Settle();
            Interlocked.Add(ref left, world.Left.Count);
            Interlocked.Add(ref decided, world.Decided.Count);
            Interlocked.Add(ref fenced, world.HeldBack);
            Interlocked.Add(ref refused, world.Refused);
            Assert.Equal(world.Left.Count, world.Left.Distinct().Count());
            Assert.Equal(world.Decided.Count, world.Decided.Distinct().Count());
        }, iter: 5000, threads: 1);
        // It is about something: answers leave, some are held back, some owners are stale.
        Assert.True(left > 1000 && decided > 1000 && fenced > 100 && refused > 100, $"{left} left, {decided} decided, {fenced} held back, {refused} refused");
    }
}
