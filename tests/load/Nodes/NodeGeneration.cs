using System.Buffers.Binary;
using System.Security.Cryptography;
using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.Load;

/// <summary>
/// Mobile nodes with consecutive home addresses and keys that follow from a seed: the same arguments make the same nodes. Keys that can be
/// computed protect nothing; they are for measurements.
/// </summary>
/// <param name="First">Home address of the first node.</param>
/// <param name="Count">1 to 16,777,216.</param>
/// <param name="Seed">Of the keys.</param>
public sealed record NodeGeneration(Ipv6Address First, int Count, int Seed)
{
    private const uint FirstSpi = 0x10000;
    private const int KeyLength = 20;

    /// <summary>IPv4 home address of the first node, the others count up from it; null: none has one.</summary>
    public Ipv4Address? FirstIpv4 { get; init; }

    public IEnumerable<LoadNode> Nodes()
    {
        for (var i = 0; i < Count; i++) yield return Node(i);
    }

    /// <param name="index">0 for the first.</param>
    public LoadNode Node(int index)
    {
        var spi = FirstSpi + 2 * (uint)index;
        return new LoadNode(
            new Ipv6Address(First.Value + (uint)index), FirstIpv4 is { } ipv4 ? new Ipv4Address(ipv4.Value + (uint)index) : null,
            Association(spi), Association(spi + 1));
    }

    /// <summary>The key of an SA of these nodes, hexadecimal: the SA itself does not give its keys away.</summary>
    internal string KeyOf(Spi spi)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        WriteKey(spi.Value, key);
        return Convert.ToHexStringLower(key);
    }

    private SecurityAssociationParameters Association(uint spi)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        WriteKey(spi, key);
        return new SecurityAssociationParameters(new Spi(spi), EspSuite.AesGcm128, key, []);
    }

    private void WriteKey(uint spi, Span<byte> key)
    {
        Span<byte> input = stackalloc byte[8];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt32BigEndian(input, Seed);
        BinaryPrimitives.WriteUInt32BigEndian(input[4..], spi);
        SHA256.HashData(input, digest);
        digest[..KeyLength].CopyTo(key);
    }
}
