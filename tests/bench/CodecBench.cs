using BenchmarkDotNet.Attributes;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Bench;

/// <summary>The Mobility Header codec on the Binding Update of a dual-stack mobile node behind a NAT.</summary>
public class CodecBench : Baselines
{
    private static readonly Ipv6Address HomeAddress = Ipv6Address.Parse("2001:db8:a::100");
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse("2001:db8:a::1");

    private readonly BindingUpdate _update = new(
        new SequenceNumber(4711), BindingUpdateFlags.Acknowledge | BindingUpdateFlags.HomeRegistration, new BindingLifetime(150),
        MobilityOptions.Of(
            new Ipv4HomeAddressOption(32, false, Ipv4Address.Parse("10.10.0.100")), new Ipv4CareOfAddressOption(Ipv4Address.Parse("192.168.1.2"))));

    private byte[] _encoded = [];
    private byte[] _buffer = [];

    protected override int PacketLength => _encoded.Length;

    [GlobalSetup]
    public void Setup()
    {
        _encoded = MobilityHeaderCodec.Write(_update, HomeAddress, HomeAgent);
        _buffer = new byte[_encoded.Length];
        PrepareBaselines();
    }

    [Benchmark(Description = "write Binding Update")]
    public int Write() => MobilityHeaderCodec.Write(_update, HomeAddress, HomeAgent, _buffer);

    [Benchmark(Description = "read Binding Update")]
    public bool Read() => MobilityHeaderCodec.TryRead(_encoded, HomeAddress, HomeAgent, out _, out _);
}
