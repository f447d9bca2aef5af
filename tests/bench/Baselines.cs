using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;

namespace DsMip.Bench;

/// <summary>What every group is measured against, in the same run and over the same bytes.</summary>
public abstract class Baselines
{
    private readonly AesGcm _gcm = new(new byte[16], 16);
    private readonly byte[] _nonce = new byte[12];
    private readonly byte[] _tag = new byte[16];
    private byte[] _source = [];
    private byte[] _target = [];

    /// <summary>Length of the packet that the group works on, bytes.</summary>
    protected abstract int PacketLength { get; }

    protected void PrepareBaselines()
    {
        _source = new byte[PacketLength];
        _target = new byte[PacketLength];
        new Random(1).NextBytes(_source);
    }

    [Benchmark(Description = Row.Copy)]
    public void Copy() => _source.AsSpan().CopyTo(_target);

    [Benchmark(Description = Row.RawAesGcm)]
    public void RawAesGcm() => _gcm.Encrypt(_nonce, _source, _target, _tag);
}
