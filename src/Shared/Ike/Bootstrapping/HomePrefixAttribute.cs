using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Ike;

/// <summary>MIP6_HOME_PREFIX, the configuration attribute by which a mobile node learns its home prefix (RFC 5026 8.2). In a request it is empty.</summary>
/// <param name="Lifetime">Of the prefix, in seconds; all ones: it does not end.</param>
public readonly record struct HomePrefixAttribute(uint Lifetime, Ipv6Prefix Prefix)
{
    /// <summary>The number of the attribute among those of IKEv2.</summary>
    public const ushort AttributeType = 16;

    /// <summary>Bytes of the value: lifetime (4, network byte order), prefix (16), prefix length (1).</summary>
    public const int Length = 21;

    private const int AddressOffset = sizeof(uint), LengthOffset = AddressOffset + Ipv6Address.Size;

    public byte[] ToBytes()
    {
        var value = new byte[Length];
        BinaryPrimitives.WriteUInt32BigEndian(value, Lifetime);
        Prefix.Address.Write(value.AsSpan(AddressOffset));
        value[LengthOffset] = (byte)Prefix.Length;
        return value;
    }

    /// <summary>False: it has another length, or the prefix is longer than an address. Bits past the prefix length are ignored.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out HomePrefixAttribute attribute)
    {
        attribute = default;
        if (value.Length != Length || value[LengthOffset] > 128) return false;
        attribute = new(BinaryPrimitives.ReadUInt32BigEndian(value), new Ipv6Prefix(Ipv6Address.Read(value[AddressOffset..]), value[LengthOffset]));
        return true;
    }
}
