using System.Net;
using System.Net.Sockets;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Edge;

/// <summary>RFC 6275 10.3.1 wants a Home Address option in every Binding Update, the format of RFC 5555 4.2 has none: the daemon takes either.</summary>
[Collection(NetworkCollection.Name)]
public sealed class HomeAddressOptionOverIpv4Tests : IDisposable
{
    private static readonly IPEndPoint HomeAgent = new(IPAddress.Parse("198.51.100.1"), Port.DsMip);
    private readonly HomeAgentProcess _daemon = new();
    private readonly MobileNode _alice = new(Configured.Options(), Configured.Alice);
    private readonly Socket _careOf;

    public HomeAddressOptionOverIpv4Tests() => _careOf = _daemon.OpenOutside("198.51.100.2");

    public void Dispose()
    {
        _careOf.Dispose();
        _daemon.Dispose();
    }

    [NamespaceFact]
    [Clause("5555-4.2-hao-v4", "5555-4.5-rh2-v4")]
    public async Task Rfc6275_10_3_1_the_option_is_taken_and_mirrored_by_a_routing_header_and_another_address_in_it_is_dropped()
    {
        await _daemon.StartAsync();
        Assert.Equal(BindingStatus.Accepted, _alice.Exchange(_careOf, HomeAgent, MobileNode.Update(1)).Status);

        var packet = Exchange(2);
        Assert.Equal(IpProtocol.Routing, packet[6]);
        Assert.True(TunnelledHomeAddress.TryRemoveRoutingHeader(packet, out var removed, out _));
        Assert.Equal(BindingStatus.Accepted, _alice.Open(packet[removed..]).Status);
        Assert.Equal(2, (await _daemon.BindingAsync(Configured.Alice))!.Value.GetProperty("sequence").GetInt32());

        var before = await _daemon.DropsAsync("BadHomeAddressOption");
        var forged = WithOption(_alice.Seal(MobileNode.Update(3)));
        Ipv6Address.Parse(Configured.Bob).Write(forged.AsSpan(Ipv6Header.Size + 8));
        _careOf.SendTo(forged, HomeAgent);
        await Eventually.Is(async () => await _daemon.DropsAsync("BadHomeAddressOption") == before + 1);
    }

    private byte[] Exchange(int sequence)
    {
        for (var attempt = 0; attempt < Retransmission.Attempts; attempt++)
        {
            _careOf.SendTo(WithOption(_alice.Seal(MobileNode.Update(sequence))), HomeAgent);
            if (!_careOf.Poll(Retransmission.Pause, SelectMode.SelectRead)) continue;
            var buffer = new byte[2000];
            return buffer[.._careOf.Receive(buffer)];
        }
        throw new TimeoutException("no acknowledgement");
    }

    private byte[] WithOption(byte[] packet)
    {
        var buffer = new byte[NativeSignalling.Headroom + packet.Length];
        packet.CopyTo(buffer, NativeSignalling.Headroom);
        Assert.True(NativeSignalling.TryAddHomeAddressOption(buffer, NativeSignalling.Headroom, packet.Length, _alice.HomeAddress, out var offset, out var length, out _));
        return buffer[offset..(offset + length)];
    }
}
