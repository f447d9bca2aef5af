using System.Net;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Edge;

/// <summary>An uplink that takes less than the TUN's MTU and the tunnel's headers.</summary>
[Clause("2473-6.7-mtu")]
[Collection(NetworkCollection.Name)]
public sealed class NarrowUplinkTests : IDisposable
{
    private readonly HomeAgentProcess _daemon = new();
    private readonly MobileNode _alice = new(Configured.Options(), Configured.Alice);

    public void Dispose() => _daemon.Dispose();

    [NamespaceFact]
    public async Task The_sender_of_a_packet_too_long_for_the_uplink_is_told()
    {
        const int uplink = 1400;
        const int tooLong = 1390 - Ipv6Header.Size - UdpHeader.Size;
        _daemon.Inside.Ip($"link set up0 mtu {uplink}");
        await _daemon.StartAsync();
        using var care = _daemon.OpenOutside("198.51.100.2");
        using var correspondent = _daemon.OpenOutside("2001:db8:f::2", 7777);
        Assert.Equal(BindingStatus.Accepted, _alice.Exchange(care, new IPEndPoint(IPAddress.Parse("198.51.100.1"), Port.DsMip), MobileNode.Update(1)).Status);

        correspondent.SendTo(new byte[tooLong], new IPEndPoint(IPAddress.Parse(Configured.Alice), 5555));

        var expected = $"mtu {uplink - Ipv4Header.Size - UdpHeader.Size}";
        for (var i = 0; !_daemon.Outside.Ip($"-6 route get {Configured.Alice}").Contains(expected, StringComparison.Ordinal); i++)
        {
            Assert.True(i < 200, $"no Packet Too Big with {expected}");
            await Task.Delay(20);
        }
        Assert.Equal(1, await _daemon.DropsAsync("PacketTooBig"));
        Assert.Equal(0, await _daemon.DropsAsync("Unreachable"));
        // Now in two fragments, each in a datagram of its own.
        correspondent.SendTo(new byte[tooLong], new IPEndPoint(IPAddress.Parse(Configured.Alice), 5555));
        var buffer = new byte[2000];
        Assert.Equal(tooLong + 2 * (Ipv6Header.Size + 8) + UdpHeader.Size, care.Receive(buffer) + care.Receive(buffer));
    }
}
