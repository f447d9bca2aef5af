using CsCheck;

namespace DsMip.IPsec.Tests;

public sealed class AntiReplayTests
{
    [Fact]
    [Clause("4303-3.4.3-window")]
    public void The_window_answers_like_a_set_of_all_numbers_seen()
    {
        var steps = Gen.OneOf(Gen.Int[-80, 80], Gen.Int[-1200, 1200], Gen.Const(1));
        Gen.Select(Gen.Int[1, 16], Gen.ULong[0, 1UL << 34], steps.Array[1, 300]).Sample(t =>
        {
            var (words, start, moves) = t;
            var window = new AntiReplayWindow(words * 64);
            var seen = new HashSet<ulong>();
            ulong highest = 0;
            var at = start;
            foreach (var move in moves)
            {
                at = (ulong)Math.Max(0, (long)at + move);
                var fresh = at != 0 && !seen.Contains(at) && (at > highest || highest - at < (ulong)window.Size);
                Assert.Equal(fresh, window.IsFresh(at));
                if (!fresh) continue;
                window.Accept(at);
                seen.Add(at);
                highest = Math.Max(highest, at);
                Assert.Equal(highest, window.Highest);
            }
        }, iter: 2000);
    }

    [Fact]
    [Clause("4303-2.2.1-esn")]
    public void The_high_half_is_inferred_for_every_number_near_the_window()
    {
        Gen.Select(Gen.Int[1, 16], Gen.ULong[0, 1UL << 40], Gen.Long[-1023, 1L << 31]).Sample(t =>
        {
            var (words, highest, distance) = t;
            var window = new AntiReplayWindow(words * 64);
            window.RestoreHighest(highest);
            var sent = (long)highest + Math.Max(distance, 1 - window.Size);
            if (sent < 0) return;
            Assert.True(window.TryInfer((uint)sent, out var inferred));
            Assert.Equal((ulong)sent, inferred);
        }, iter: 100_000);
    }

    [Fact]
    public void A_number_before_zero_or_past_the_last_is_refused()
    {
        var window = new AntiReplayWindow();
        Assert.False(window.TryInfer(uint.MaxValue, out _));
        window.RestoreHighest(ulong.MaxValue);
        Assert.False(window.TryInfer(5, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(100)]
    [InlineData(1088)]
    public void Other_sizes_are_refused(int size) => Assert.Throws<ArgumentOutOfRangeException>(() => new AntiReplayWindow(size));

    [Theory]
    [Clause("4303-2.2.1-esn")]
    [InlineData(EspSuite.AesGcm128)]
    [InlineData(EspSuite.AesCbc256HmacSha256)]
    [InlineData(EspSuite.NullHmacSha256)]
    public void Extended_numbers_go_on_over_two_to_the_32nd(EspSuite suite)
    {
        using var pair = new Pair(suite);
        pair.Outbound.Sequence.ResumeAt(uint.MaxValue - 50);
        pair.Inbound.RestoreHighest(uint.MaxValue - 60);
        var late = pair.Seal(Packets.Udp6(1));
        for (var i = 0; i < 60; i++) Assert.NotNull(pair.Open(pair.Seal(Packets.Udp6(i))).Packet);
        Assert.Equal(uint.MaxValue + 10ul, pair.Inbound.HighestAccepted);
        Assert.NotNull(pair.Open(pair.Seal(Packets.Udp6(1))).Packet);
        // 61 numbers old, from before the wrap and still in the window.
        Assert.NotNull(pair.Open(late).Packet);
        Assert.Equal(IpsecDiscard.Replay, pair.Open(late).Why);
    }

    [Fact]
    [Clause("4303-3.3.3-no-cycle")]
    public void Without_extension_the_counter_stops_before_it_would_cycle()
    {
        using var pair = new Pair(extended: false);
        pair.Outbound.Sequence.ResumeAt(uint.MaxValue);
        Assert.NotNull(pair.Open(pair.Seal(Packets.Udp6(1))).Packet);
        Assert.Equal(IpsecDiscard.SequenceOverflow, pair.WhyNotSealed(Packets.Udp6(1)));
    }

    [Fact]
    [Clause("4303-3.3.3-no-cycle")]
    public void No_number_past_the_reserved_block_is_used()
    {
        using var pair = new Pair();
        pair.Outbound.Sequence.ReservedThrough = 2;
        Assert.Equal(2ul, pair.Outbound.Sequence.Remaining);
        pair.Seal(Packets.Udp6(1));
        pair.Seal(Packets.Udp6(1));
        Assert.Equal(0ul, pair.Outbound.Sequence.Remaining);
        Assert.Equal(IpsecDiscard.SequenceOverflow, pair.WhyNotSealed(Packets.Udp6(1)));
        pair.Outbound.Sequence.ReservedThrough = 3;
        Assert.Equal(3ul, pair.Outbound.Sequence.Next);
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Outbound.Sequence.ResumeAt(2));
    }

    [Fact]
    public void A_restored_window_refuses_everything_up_to_the_restored_number()
    {
        using var pair = new Pair();
        var packets = Enumerable.Range(0, 5).Select(i => pair.Seal(Packets.Udp6(i))).ToArray();
        pair.Inbound.RestoreHighest(3);
        Assert.Equal(
            [IpsecDiscard.Replay, IpsecDiscard.Replay, IpsecDiscard.Replay, IpsecDiscard.None, IpsecDiscard.None],
            packets.Select(p => pair.Open(p).Why));
    }

    [Fact]
    [Clause("4303-3.4.3-window")]
    public void A_forged_number_far_ahead_does_not_move_the_window()
    {
        using var pair = new Pair();
        var forged = pair.Seal(Packets.Udp6(1));
        var next = pair.Seal(Packets.Udp6(1));
        forged[44] = 0x7f;
        Assert.Equal(IpsecDiscard.IntegrityFailure, pair.Open(forged).Why);
        Assert.NotNull(pair.Open(next).Packet);
        Assert.Equal(2ul, pair.Inbound.HighestAccepted);
    }
}
