using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.Load.Tests.Signalling;

public sealed class NodeIpsecTests
{
    private static readonly LoadNode Node = new NodeGeneration(Ipv6Address.Parse("2001:db8:1::1:0"), 1, 1).Node(0);
    private readonly NodeIpsec _ipsec = new();
    private readonly AntiReplayWindow _window = new();
    private ulong _next = 1;

    [Fact]
    public void Packets_that_overtook_each_other_open_once_each()
    {
        var (first, second) = (Seal(1), Seal(2));
        Assert.Equal(2, Open(second));
        Assert.Equal(1, Open(first));
        Assert.Null(Open(first));
        Assert.Null(Open(second));
        Assert.Equal(2UL, _window.Highest);
    }

    [Fact]
    public void A_forged_packet_leaves_no_trace()
    {
        var packet = Seal(1);
        var forged = packet.ToArray();
        forged[^1] ^= 1;
        Assert.Null(Open(forged));
        Assert.Equal(1, Open(packet));
    }

    private byte[] Seal(byte mark)
    {
        var clear = new byte[Ipv6Header.Size + 8];
        new Ipv6Header(0, 0, 8, IpProtocol.MobilityHeader, 64, Ipv6Address.Parse("2001:db8:1::1"), Node.HomeAddress).Write(clear);
        clear[^1] = mark;
        return _ipsec.Seal(Node.BindingAcknowledgement, ref _next, clear).ToArray();
    }

    private int? Open(byte[] packet) =>
        _ipsec.TryOpen(Node.BindingAcknowledgement, _window, packet.ToArray(), out var clear) ? clear[^1] : null;
}
