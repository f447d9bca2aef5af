using CsCheck;
using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Classification;

[Clause("draft-4-tag-bits")]
public sealed class IngressLedgerTests
{
    [Fact]
    public void A_tag_is_good_once()
    {
        var ledger = new IngressLedger();
        var tag = ledger.Record(Numbered(1));
        Assert.InRange(tag, 1, FlowLabelTag.Maximum);
        Assert.True(ledger.TryTake(tag, out var ingress));
        Assert.Equal(Numbered(1), ingress);
        Assert.False(ledger.TryTake(tag, out ingress));
        Assert.Equal(default, ingress);
    }

    [Fact]
    public void Zero_and_made_up_tags_name_nothing()
    {
        var ledger = new IngressLedger(2);
        Assert.False(ledger.TryTake(0, out _));
        var tag = ledger.Record(Numbered(1));
        for (var made = 0; made <= FlowLabelTag.Maximum; made++)
            if (made != tag) Assert.False(ledger.TryTake(made, out _));
        Assert.False(ledger.TryTake(tag | 1 << 20, out _));
        Assert.False(ledger.TryTake(-1, out _));
        Assert.True(ledger.TryTake(tag, out _));
    }

    [Fact]
    public void When_full_the_oldest_is_given_up_and_its_tag_stays_dead()
    {
        var ledger = new IngressLedger(4);
        var tags = Enumerable.Range(0, 6).Select(i => ledger.Record(Numbered(i))).ToArray();
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(i >= 2, ledger.TryTake(tags[i], out var ingress));
            if (i >= 2) Assert.Equal(Numbered(i), ingress);
        }
    }

    [Fact]
    public void Tags_of_a_whole_cycle_are_different_and_none_is_zero()
    {
        var ledger = new IngressLedger(2048);
        var cycle = 2048 * 511;
        var tags = new HashSet<int>();
        for (var i = 0; i < cycle; i++) tags.Add(ledger.Record(default));
        Assert.Equal(cycle, tags.Count);
        Assert.DoesNotContain(0, tags);
        Assert.InRange(tags.Max(), 1, FlowLabelTag.Maximum);
        Assert.Contains(ledger.Record(default), tags);
    }

    [Fact]
    public void Behaves_like_a_bounded_dictionary() => Gen.Select(Gen.Int[2, 9], Gen.Int[-1, 12].Array[0, 60]).Sample((capacity, steps) =>
    {
        var ledger = new IngressLedger(capacity);
        var given = new List<int>();
        var model = new Dictionary<int, Ingress>();
        foreach (var step in steps)
        {
            if (step < 0 || given.Count == 0)
            {
                if (given.Count >= ledger.Capacity) model.Remove(given[^ledger.Capacity]);
                var ingress = Numbered(given.Count);
                given.Add(ledger.Record(ingress));
                model[given[^1]] = ingress;
                continue;
            }
            var tag = given[step % given.Count];
            Assert.Equal(model.Remove(tag, out var expected), ledger.TryTake(tag, out var taken));
            Assert.Equal(expected, taken);
        }
    });

    [Theory]
    [InlineData(1)]
    [InlineData(65_537)]
    public void Capacity_has_bounds(int capacity) => Assert.Throws<ArgumentOutOfRangeException>(() => new IngressLedger(capacity));

    private static Ingress Numbered(int number) =>
        new(Encapsulation.UdpIpv4, Packets.HomeAgentIpv4, Packets.Nat, (ushort)(1000 + number), Port.DsMip);
}
