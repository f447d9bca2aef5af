using System.Net;
using System.Text;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Edge;

/// <summary>A mobile node on an IPv6 network: signalling by Home Address option and type 2 routing header, payload by IPv6-in-IPv6.</summary>
[Clause("5555-4.5.1-downlink")]
[Collection(NetworkCollection.Name)]
public sealed class NativeSignallingTests : IFrameHandler, IDisposable
{
    private static readonly Ipv6Address CareOf = Ipv6Address.Parse("2001:db8:f::2");
    private readonly HomeAgentProcess _daemon = new();
    private readonly MobileNode _alice = new(Configured.Options(), Configured.Alice);
    private readonly List<byte[]> _received = [];

    public void Dispose() => _daemon.Dispose();

    [NamespaceFact]
    public async Task A_registration_over_ipv6_and_payload_of_both_families()
    {
        _daemon.Outside.Ip("route add 10.10.0.0/24 via 198.51.100.1");
        using var sender = _daemon.Outside.Run(() => new FrameSender());
        using var tap = _daemon.Outside.Run(() => new PacketTap([CareOf]));
        using var ipv6InIpv6 = _daemon.Outside.Run(() => RawFrameSource.Ipv6(IpProtocol.Ipv6));
        using var ipv4InIpv6 = _daemon.Outside.Run(() => RawFrameSource.Ipv6(IpProtocol.Ipv4));
        await _daemon.StartAsync();

        var update = new BindingUpdate(
            new SequenceNumber(1), MobileNode.HomeRegistration, BindingLifetime.From(TimeSpan.FromMinutes(10)),
            MobilityOptions.Of(new AlternateCareOfAddressOption(CareOf), new Ipv4HomeAddressOption(32, false, Ipv4Address.Parse("10.10.0.10"))));

        var answer = Receive(tap, () => Send(sender, update));
        Assert.True(Decapsulator.TryDecapsulate(answer, _alice.HomeAddress, out _, out var inner, out _));
        Assert.Equal(BindingStatus.Accepted, _alice.Open(answer[inner]).Status);
        var binding = await _daemon.BindingAsync(Configured.Alice);
        Assert.Equal("Ipv6", binding!.Value.GetProperty("encapsulation").GetString());

        using var ipv6 = _daemon.OpenOutside("2001:db8:f::2");
        Assert.EndsWith("six", Encoding.ASCII.GetString(Receive(ipv6InIpv6, () => ipv6.SendTo("six"u8.ToArray(), new IPEndPoint(IPAddress.Parse(Configured.Alice), 5555)))), StringComparison.Ordinal);
        using var ipv4 = _daemon.OpenOutside("198.51.100.2");
        Assert.EndsWith("four", Encoding.ASCII.GetString(Receive(ipv4InIpv6, () => ipv4.SendTo("four"u8.ToArray(), new IPEndPoint(IPAddress.Parse("10.10.0.10"), 5555)))), StringComparison.Ordinal);
    }

    void IFrameHandler.Handle(IFrameSource source, Span<byte> buffer, int offset, int length) => _received.Add(buffer.Slice(offset, length).ToArray());

    private void Send(FrameSender sender, BindingUpdate update)
    {
        var packet = _alice.Seal(update);
        var buffer = new byte[NativeSignalling.Headroom + packet.Length];
        packet.CopyTo(buffer, NativeSignalling.Headroom);
        Assert.True(NativeSignalling.TryAddHomeAddressOption(buffer, NativeSignalling.Headroom, packet.Length, CareOf, out var offset, out var length, out _));
        Assert.Equal(Errno.None, sender.Send(buffer.AsSpan(offset, length)));
    }

    private byte[] Receive(IFrameSource source, Action send)
    {
        _received.Clear();
        for (var attempt = 0; _received.Count == 0 && attempt < Retransmission.Attempts; attempt++)
        {
            send();
            var waited = System.Diagnostics.Stopwatch.StartNew();
            while (source.Receive(this) == 0 && waited.Elapsed < Retransmission.Pause) Thread.Sleep(20);
        }
        Assert.True(_received.Count > 0, $"nothing came to the {source.Kind}");
        return _received[0];
    }
}
