using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.Bench;

/// <summary>ESP in transport mode with AES-GCM-16-128 and extended sequence numbers, policy lookup included.</summary>
public class EspBench : Baselines, IDisposable
{
    private const int Batch = 4096;
    private static readonly Ipv6Address Alice = Ipv6Address.Parse("2001:db8::1");
    private static readonly Ipv6Address Bob = Ipv6Address.Parse("2001:db8::2");

    private readonly Sink _sealed = new();
    private readonly Sink _opened = new();
    private readonly byte[][] _packets = new byte[Batch][];
    private byte[] _clear = [];
    private SecurityAssociationDatabase? _outbound;
    private SecurityAssociationDatabase? _inbound;
    private BitsPath? _seal;
    private BitsPath? _open;

    [Params(100, 1400)]
    public int Length { get; set; }

    protected override int PacketLength => Length;

    [GlobalSetup]
    public void Setup()
    {
        PrepareBaselines();
        _clear = new byte[Length];
        _clear[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(_clear.AsSpan(4), (ushort)(Length - 40));
        _clear[6] = IpProtocol.MobilityHeader;
        Alice.Write(_clear.AsSpan(8));
        Bob.Write(_clear.AsSpan(24));
        Associate();
    }

    [IterationSetup(Target = nameof(Open))]
    public void FreshPackets()
    {
        Associate();
        _sealed.Capture = true;
        for (var i = 0; i < Batch; i++)
        {
            _seal!.Outbound(_clear);
            _packets[i] = _sealed.Last;
        }
        _sealed.Capture = false;
    }

    [Benchmark(Description = Row.PerPacket + "ESP seal")]
    public void Seal() => _seal!.Outbound(_clear);

    [Benchmark(Description = Row.PerPacket + "ESP open", OperationsPerInvoke = Batch)]
    public void Open()
    {
        foreach (var packet in _packets) _open!.Inbound(packet);
        if (_opened.Discards > 0) throw new InvalidOperationException($"{_opened.Discards} packets were not opened");
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _outbound?.Dispose();
        _inbound?.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Associate()
    {
        var parameters = new SecurityAssociationParameters(new Spi(4096), EspSuite.AesGcm128, new byte[20], []);
        var policies = new SecurityPolicyDatabase(SecurityPolicy.Protect(PolicyDirection.Both, default));
        Dispose();
        var outbound = _outbound = new SecurityAssociationDatabase();
        var inbound = _inbound = new SecurityAssociationDatabase();
        outbound.TryAdd(new OutboundSecurityAssociation(parameters, default), out _);
        inbound.TryAdd(new InboundSecurityAssociation(parameters, default), out _);
        _seal = new BitsPath(outbound, policies, _sealed);
        _open = new BitsPath(inbound, policies, _opened);
    }

    private sealed class Sink : IIpsecSink
    {
        public bool Capture { get; set; }
        public byte[] Last { get; private set; } = [];
        public int Discards { get; private set; }

        public void Clear(ReadOnlySpan<byte> packet) { }

        public void Protected(ReadOnlySpan<byte> packet)
        {
            if (Capture) Last = packet.ToArray();
        }

        public void Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => Discards++;
    }
}
