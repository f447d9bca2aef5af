using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Neighbors;

namespace DsMip.HomeAgent.Core.Tests;

[Clause("6275-10.4.2-link-local", "6275-10.4.2-link-local-error")]
public sealed class Rfc6275_10_4_2_LinkLocalRefusal : IProxiedAddresses
{
    private static readonly LinkAddress Own = new(0x0200_0000_0001), Neighbor = new(0x0200_0000_0077);
    private static readonly Ipv6Address Source = Ipv6Address.Parse("fe80::1"), From = Ipv6Address.Parse("fe80::77"), Absent = Ipv6Address.Parse("fe80::100");
    private readonly LinkLocalRefusal _refusal;

    public Rfc6275_10_4_2_LinkLocalRefusal() => _refusal = new LinkLocalRefusal(Own, Source, this);

    bool IProxiedAddresses.Contains(IpAddress address, DateTimeOffset now, out bool isRouter)
    {
        isRouter = false;
        return address == Absent;
    }

    [Fact]
    public void The_sender_is_told_that_nobody_is_there()
    {
        var frame = Udp(From, Absent);
        Assert.True(_refusal.IsAbout(frame, Given.Now));
        var answer = _refusal.Answer(frame)!;
        // Both layers go back to the sender.
        Assert.Equal((Neighbor, Own), (LinkAddress.Read(answer), LinkAddress.Read(answer.AsSpan(6))));
        Assert.True(Ipv6Header.TryRead(answer.AsSpan(14), out var header, out _));
        Assert.Equal((Source, From, answer.Length - 54), (header.Source, header.Destination, (int)header.PayloadLength));
        Assert.True(Icmpv6Error.TryRead(answer.AsSpan(54), Source, From, out var error, out var invoking, out _));
        Assert.Equal(Icmpv6Error.DestinationUnreachable(Icmpv6UnreachableCode.AddressUnreachable), error);
        Assert.Equal(frame[14..], invoking.ToArray());
    }

    [Fact]
    public void Packets_for_others_are_their_affair()
    {
        Assert.False(_refusal.IsAbout(Udp(From, Ipv6Address.Parse("fe80::101")), Given.Now));
        Assert.False(LinkLocalRefusal.IsLinkLocal(Udp(From, Given.Home)));
        Assert.False(LinkLocalRefusal.IsLinkLocal(Udp(From, Absent).AsSpan(0, 53)));
    }

    /// <summary>RFC 4443 2.4(e).</summary>
    [Fact]
    public void No_error_is_sent_to_nobody_or_to_many_or_about_an_error()
    {
        Assert.Null(_refusal.Answer(Udp(default, Absent)));
        Assert.Null(_refusal.Answer(Udp(Ipv6Address.Parse("ff02::1"), Absent)));
        Assert.Null(_refusal.Answer(Frame(From, Absent, IpProtocol.Icmpv6, [1, 3, 0, 0, 0, 0, 0, 0])));
        Assert.Null(_refusal.Answer(Frame(From, Absent, IpProtocol.Icmpv6, [137, 0, 0, 0, 0, 0, 0, 0])));
        Assert.Null(_refusal.Answer(Udp(From, Absent).AsSpan(0, 60)));
        Assert.NotNull(_refusal.Answer(Frame(From, Absent, IpProtocol.Icmpv6, [128, 0, 0, 0, 0, 0, 0, 0])));
    }

    private static byte[] Udp(Ipv6Address from, Ipv6Address to) => Frame(from, to, IpProtocol.Udp, [0, 7, 0, 7, 0, 12, 0, 0, 1, 2, 3, 4]);

    private static byte[] Frame(Ipv6Address from, Ipv6Address to, byte protocol, byte[] content)
    {
        var frame = new byte[14 + Ipv6Header.Size + content.Length];
        Own.Write(frame);
        Neighbor.Write(frame.AsSpan(6));
        (frame[12], frame[13]) = (NeighborPacket.EtherType >> 8, NeighborPacket.EtherType & 0xff);
        new Ipv6Header(0, 0, (ushort)content.Length, protocol, 64, from, to).Write(frame.AsSpan(14));
        content.CopyTo(frame, 14 + Ipv6Header.Size);
        return frame;
    }
}
