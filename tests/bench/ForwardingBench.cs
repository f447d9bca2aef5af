using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Bench;

/// <summary>The home agent's payload path with 1,000,000 bindings behind NATs, home addresses in random order.</summary>
public class ForwardingBench : Baselines
{
    private const int Bindings = 1_000_000;
    private const int Visits = 1 << 16;
    private const int UplinkFrames = 1 << 15;
    private const int Headroom = 64;
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly Ipv4Address HomeAgent = Ipv4Address.Parse("198.51.100.1");
    private static readonly UInt128 HomePrefix = Ipv6Address.Parse("2001:db8:a::").Value;
    private static readonly Ipv6Address Correspondent = Ipv6Address.Parse("2001:db8:c::1");

    // One for all cases: a million rows take seconds to put. After the fields it is filled from.
    private static readonly BindingTable Table = FillTable();

    private readonly int[] _visits = new int[Visits];
    private readonly byte[] _down = new byte[2048];
    private readonly byte[] _up = new byte[2048];
    // Headers of uplink frames, of as many random bindings: enough to leave the caches of the processor.
    private readonly byte[][] _upHeaders = new byte[UplinkFrames][];
    private int _next;
    private int _upLength;

    [Params(100, 1400)]
    public int Length { get; set; }

    protected override int PacketLength => Length;

    [GlobalSetup]
    public void Setup()
    {
        PrepareBaselines();
        var random = new Random(1);
        for (var i = 0; i < Visits; i++) _visits[i] = random.Next(Bindings);
        WritePacket(_down.AsSpan(Headroom, Length), Correspondent, Home(0));
        PrepareUplink();
    }

    [Benchmark(Description = Row.PerPacket + "look up and encapsulate")]
    public int Downlink()
    {
        Home(NextVisit()).Write(_down.AsSpan(Headroom + 24));
        if (!Table.TryFind(Ipv6Address.Read(_down.AsSpan(Headroom + 24)), Now, out var tunnel)) throw new InvalidOperationException("no binding");
        if (!Encapsulator.TryEncapsulate(_down, Headroom, Length, tunnel, new TunnelEntry(1500), out var offset, out _, out var why))
            throw new InvalidOperationException(why.ToString());
        return offset;
    }

    [Benchmark(Description = Row.PerPacket + "decapsulate and check")]
    public int Uplink()
    {
        var frame = _up.AsSpan(0, _upLength);
        _upHeaders[_next++ & (UplinkFrames - 1)].CopyTo(frame);
        if (!Decapsulator.TryDecapsulate(frame, out var ingress, out var inner, out var why)) throw new InvalidOperationException(why.ToString());
        if (!Table.TryCheckUplink(ingress, frame[inner], Now, out why)) throw new InvalidOperationException(why.ToString());
        return inner.Start.Value;
    }

    // The frames differ in their headers only, which are put in place before every round: copying 68 bytes is part of the measurement.
    private void PrepareUplink()
    {
        for (var i = 0; i < UplinkFrames; i++) _upHeaders[i] = UplinkHeaders(_visits[i]);
        Array.Clear(_up);
    }

    private byte[] UplinkHeaders(int who)
    {
        var tunnel = TunnelOf(who);
        WritePacket(_up.AsSpan(Headroom, Length), Home(who), Correspondent);
        var back = new BidirectionalTunnel(Encapsulation.UdpIpv4, tunnel.Remote, tunnel.Local, tunnel.RemotePort, tunnel.LocalPort);
        if (!Encapsulator.TryEncapsulate(_up, Headroom, Length, back, new TunnelEntry(1500), out var offset, out _upLength, out var why))
            throw new InvalidOperationException(why.ToString());
        return _up[offset..(Headroom + Ipv6Header.Size)];
    }

    private static BindingTable FillTable()
    {
        var table = new BindingTable(Bindings);
        for (var i = 0; i < Bindings; i++) table.Put(new HomeAddresses(Home(i), default), TunnelOf(i), 1, Now.AddHours(1));
        return table;
    }

    private int NextVisit() => _visits[_next++ & (Visits - 1)];

    private static Ipv6Address Home(int i) => new(HomePrefix + (UInt128)(i + 256));

    private static BidirectionalTunnel TunnelOf(int i) =>
        new(Encapsulation.UdpIpv4, HomeAgent, new Ipv4Address(0xcb007100 | (uint)i & 255), Port.DsMip, (ushort)(1024 + i % 60_000));

    private static void WritePacket(Span<byte> packet, Ipv6Address source, Ipv6Address destination)
    {
        packet[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)(packet.Length - 40));
        packet[6] = IpProtocol.NoNextHeader;
        packet[7] = 64;
        source.Write(packet[8..]);
        destination.Write(packet[24..]);
    }
}
