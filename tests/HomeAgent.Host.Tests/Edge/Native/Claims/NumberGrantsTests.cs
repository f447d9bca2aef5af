using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge.Native.Claims;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native.Claims;

public sealed class NumberGrantsTests
{
    private static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::a");
    private readonly NumberGrants _grants = new();

    [Fact]
    public void Only_numbers_of_the_grant_leave()
    {
        Assert.False(_grants.MayLeave(Home, 1));
        Take(1, 256, 512);
        Assert.Equal((false, true, true, false), (_grants.MayLeave(Home, 256), _grants.MayLeave(Home, 257), _grants.MayLeave(Home, 512), _grants.MayLeave(Home, 513)));
        _grants.Extend(Home, new OutboundGrant(2, 9999));
        _grants.Extend(Home, new OutboundGrant(1, 400));
        Assert.False(_grants.MayLeave(Home, 513));
        _grants.Extend(Home, new OutboundGrant(1, 600));
        Assert.True(_grants.MayLeave(Home, 600));
        Take(2, 600, 856);
        Assert.Equal((false, true), (_grants.MayLeave(Home, 600), _grants.MayLeave(Home, 601)));
    }

    /// <summary>A packet carries the lower half of an extended sequence number.</summary>
    [Fact]
    public void Where_the_lower_half_begins_anew_it_is_right_too()
    {
        Take(1, 0xffff_ff80, 0x1_0000_0080);
        Assert.Equal((false, true, true, false), (
            _grants.MayLeave(Home, 0xffff_ff80), _grants.MayLeave(Home, 0xffff_ff81), _grants.MayLeave(Home, 0x80), _grants.MayLeave(Home, 0x81)));
    }

    [Fact]
    public void What_was_lost_under_an_older_claim_is_not_lost_under_the_newer_one()
    {
        Take(2, 0, 256);
        _grants.Lose(Home, 1);
        Assert.True(_grants.Holds(Home));
        _grants.Lose(Home, 2);
        Assert.Equal((false, 0ul, false), (_grants.Holds(Home), _grants.ClaimOf(Home), _grants.MayLeave(Home, 1)));
    }

    private void Take(ulong claim, ulong used, ulong through) => _grants.Take(new NumbersClaimed(Home, claim, 0, 0, used, through));
}
