using DsMip.Simulation.Tests.World;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Req 2, with any IPsec: a kind of packet leaves under its own SA, between home address and home agent, and arrives.</summary>
internal static class HostWidePolicy
{
    public static void Pass(IProtectedPair pair, string kind)
    {
        var packet = pair.Seal(kind);
        Assert.Equal(pair.SpiOf(kind), SealedPacket.Spi(packet));
        var home = Subscriber.All[0].HomeAddress;
        Assert.Equal(MobileIpTraffic.Of(kind).FromMobileNode ? (home, Place.HomeAgent) : (Place.HomeAgent, home), SealedPacket.Ends(packet));
        pair.Arrives(kind, packet);
    }
}
