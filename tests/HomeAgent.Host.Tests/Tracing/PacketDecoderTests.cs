using CsCheck;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Tracing;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Tracing;

/// <summary>Packets for people, and which of them are whose.</summary>
public sealed class PacketDecoderTests
{
    private static readonly Ipv6Address Home = Ipv6Address.Parse(Configured.Alice);
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse(Configured.HomeAgent);
    private static readonly Ipv6Address CareOf = Ipv6Address.Parse("2001:db8:f::2");
    private static readonly byte[] Sealed = new MobileNode(Configured.Options(), Configured.Alice).Seal(MobileNode.Update(5));
    private static readonly DateTimeOffset Now = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public void A_sealed_binding_update_over_ipv6_names_its_home_address()
    {
        var frame = Native(Sealed);
        var seen = PacketDecoder.Decode(frame);
        Assert.Equal((CareOf.ToString(), HomeAgent.ToString(), new DecodedEsp(1001, 1)), (seen.Source, seen.Destination, seen.Esp));
        Assert.Equal($"{CareOf} > {HomeAgent} | home address {Home} | ESP SPI 0x000003e9 sequence 1, {Sealed.Length - 40} bytes", seen.Summary);
    }

    [Fact]
    public void A_sealed_binding_update_behind_a_nat_names_ports()
    {
        var seen = PacketDecoder.Decode(Udp(Sealed, 40_000));
        Assert.Equal("203.0.113.7 198.51.100.1 40000 4191", $"{seen.Source} {seen.Destination} {seen.SourcePort} {seen.DestinationPort}");
        Assert.Equal($"203.0.113.7 port 40000 > 198.51.100.1 port 4191 | {Home} > {HomeAgent} | ESP SPI 0x000003e9 sequence 1, {Sealed.Length - 40} bytes", seen.Summary);
    }

    [Fact]
    public void A_mobility_header_with_a_wrong_checksum_says_so()
    {
        var packet = SignallingPackets.Write(MobileNode.Update(5), Home, HomeAgent);
        Assert.Equal(5, PacketDecoder.Decode(packet).Mobility?.Sequence);
        packet[^1] ^= 1;
        Assert.Equal($"{Home} > {HomeAgent} | BindingUpdate (BadChecksum)", PacketDecoder.Decode(packet).Summary);
    }

    [Fact]
    public void Payload_in_a_tunnel_is_shown_to_its_ports()
    {
        var inner = Datagram(Home, Ipv6Address.Parse("2001:db8:9::9"), 1234, 53);
        Assert.Equal($"203.0.113.7 port 40000 > 198.51.100.1 port 4191 | {Home} > 2001:db8:9::9 | UDP 1234 > 53, 2 bytes", PacketDecoder.Decode(Udp(inner, 40_000)).Summary);
    }

    [Fact]
    public void Whatever_is_in_a_packet_there_is_a_line()
    {
        byte[][] frames = [Native(Sealed), Udp(Sealed, 40_000), Udp(Datagram(Home, HomeAgent, 1, 2), 4500), SignallingPackets.Write(MobileNode.Update(5), Home, HomeAgent)];
        Gen.Select(Gen.Int[0, frames.Length - 1], Gen.Int[0, 500], Gen.Byte, Gen.Int[0, 500]).Sample((number, at, value, length) =>
        {
            byte[] frame = [.. frames[number]];
            frame[at % frame.Length] = value;
            Assert.NotEmpty(PacketDecoder.Decode(frame).Summary);
            Assert.NotEmpty(PacketDecoder.Decode(frame.AsSpan(0, Math.Min(length, frame.Length))).Summary);
        }, iter: 3000);
    }

    [Fact]
    public void A_trace_has_the_packets_of_its_mobile_node_and_of_no_other()
    {
        var table = new BindingTable();
        var watch = new PacketWatch(table, new ManualClock { Now = Now });
        var observed = 0;
        watch.Attach(observer => observed += observer is null ? -1 : 1);
        var request = new PacketTraceRequest(Guid.NewGuid(), Home, 100);
        watch.Follow([request]);
        Assert.Equal((1, true), (observed, watch.IsOn));
        table.Put(new HomeAddresses(Home, Ipv4Address.Parse("10.10.0.10")), new BidirectionalTunnel(Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("203.0.113.7"), 4191, 40_000), 1, Now.AddHours(1));
        var observer = (DsMip.Linux.IFrameObserver)watch;

        var other = new MobileNode(Configured.Options(), Configured.Bob).Seal(MobileNode.Update(1));
        byte[][] own = [Native(Sealed), Udp(Sealed, 40_000), Udp(Sealed, 50_000)];
        byte[][] foreign = [Udp(other, 40_000), Udp([], 50_000), Datagram(CareOf, HomeAgent, 1, 2), [], [0x60]];
        foreach (var frame in own.Concat(foreign)) observer.Received(DsMip.Linux.FrameSourceKind.Udp, frame);
        observer.Sent(Udp([], 40_000));
        Assert.Equal([.. own.Select(frame => (PacketPlace.Received, frame.Length)), (PacketPlace.Sent, 28)], Taken(watch));

        watch.Follow([]);
        Assert.Equal((0, false), (observed, watch.IsOn));
    }

    [Fact]
    public void What_comes_faster_than_it_is_fetched_is_counted()
    {
        var watch = new PacketWatch(new BindingTable(), new ManualClock { Now = Now });
        watch.Follow([new PacketTraceRequest(Guid.NewGuid(), Home, 3000)]);
        for (var i = 0; i < 5000; i++) watch.Signalling(Home, PacketPlace.Opened, Sealed);
        Assert.Equal(3000 - 2048, watch.TakeMissed());
        Assert.Equal(2048, Taken(watch).Count);
    }

    private static List<(PacketPlace, int)> Taken(PacketWatch watch)
    {
        var taken = new List<(PacketPlace, int)>();
        while (watch.Seen.TryRead(out var packet)) taken.Add((packet.Place, packet.Bytes.Length));
        return taken;
    }

    /// <summary>As it comes over IPv6: from the care-of address, with a Home Address option.</summary>
    private static byte[] Native(byte[] packet)
    {
        var frame = new byte[packet.Length + HomeAddressOption.HeaderSize];
        packet.AsSpan(40).CopyTo(frame.AsSpan(40 + HomeAddressOption.HeaderSize));
        new Ipv6Header(0, 0, (ushort)(frame.Length - 40), IpProtocol.DestinationOptions, 64, CareOf, HomeAgent).Write(frame);
        HomeAddressOption.WriteHeader(frame.AsSpan(40), IpProtocol.Esp, Home);
        return frame;
    }

    private static byte[] Udp(byte[] inner, ushort port)
    {
        var frame = new byte[28 + inner.Length];
        new Ipv4Header(0, (ushort)frame.Length, 0, false, false, 0, 64, IpProtocol.Udp, Ipv4Address.Parse("203.0.113.7"), Ipv4Address.Parse("198.51.100.1")).Write(frame);
        new UdpHeader(port, Port.DsMip, (ushort)(8 + inner.Length)).Write(frame.AsSpan(20));
        inner.CopyTo(frame, 28);
        return frame;
    }

    private static byte[] Datagram(Ipv6Address source, Ipv6Address destination, ushort from, ushort to)
    {
        var packet = new byte[50];
        new Ipv6Header(0, 0, 10, IpProtocol.Udp, 64, source, destination).Write(packet);
        new UdpHeader(from, to, 10).Write(packet.AsSpan(40));
        return packet;
    }
}
