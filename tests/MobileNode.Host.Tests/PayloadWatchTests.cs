using DsMip.MobileNode.Core;
using DsMip.MobileNode.Registration;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests;

[Clause("5555-4.4.1-f")]
public sealed class PayloadWatchTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Much_out_and_nothing_in_is_loss()
    {
        var watch = new PayloadWatch();
        Assert.False(watch.IsLost(Over(Encapsulation.Ipv4), 0, 5, Start));
        Assert.False(watch.IsLost(Over(Encapsulation.Ipv4), 500, 5, Start + (PayloadWatch.Window / 2)));
        Assert.True(watch.IsLost(Over(Encapsulation.Ipv4), 500, 5, Start + PayloadWatch.Window));
    }

    [Theory]
    [InlineData(Encapsulation.Ipv4, 500, 6)]
    [InlineData(Encapsulation.Ipv4, 3, 5)]
    [InlineData(Encapsulation.UdpIpv4, 500, 5)]
    [InlineData(Encapsulation.Ipv6, 500, 5)]
    public void An_answer_or_silence_or_another_encapsulation_is_none(Encapsulation encapsulation, long sent, long received)
    {
        var watch = new PayloadWatch();
        watch.IsLost(Over(encapsulation), 0, 5, Start);
        Assert.False(watch.IsLost(Over(encapsulation), sent, received, Start + (2 * PayloadWatch.Window)));
    }

    private static RegistrationStatus Over(Encapsulation encapsulation)
    {
        var tunnel = new BidirectionalTunnel(encapsulation, IpAddress.Parse("203.0.113.5"), IpAddress.Parse("192.0.2.2"));
        return new RegistrationStatus(
            RegistrationState.Registered, tunnel.Local, tunnel, null, false, new SequenceNumber(1), new BindingLifetime(1), null, null, 0, 0);
    }
}
