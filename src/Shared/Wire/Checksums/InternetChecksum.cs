using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DsMip.Wire;

/// <summary>
/// The Internet checksum: the 16-bit one's complement of the one's complement sum (RFC 1071), gathered part by part. A part may have any
/// length; the next one goes on at the very byte where it ended.
/// </summary>
/// <remarks>
/// The sum is kept in the machine's own byte order over 32-bit words, because the one's complement sum does not care (RFC 1071 2(B)), and
/// is swapped once at the end. 64 bits hold more than 2^32 such words without overflow.
/// </remarks>
public struct InternetChecksum
{
    private ulong _sum;
    private bool _odd;

    /// <summary>The checksum of one block.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        var checksum = new InternetChecksum();
        checksum.Add(bytes);
        return checksum.Value;
    }

    /// <summary>True for a block that contains its own, right checksum.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes) => Of(bytes) == 0;

    /// <summary>What belongs into a checksum field that was zero, or not yet added; 0 over data with a right checksum in it.</summary>
    public readonly ushort Value
    {
        get
        {
            var folded = Fold(_sum);
            return (ushort)~(BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(folded) : folded);
        }
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var sum = SumOf(bytes);
        // A part that starts at an odd byte has its columns exchanged (RFC 1071 2(A)).
        _sum += _odd ? BinaryPrimitives.ReverseEndianness(Fold(sum)) : sum;
        _odd ^= (bytes.Length & 1) != 0;
    }

    public void Add(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        Add(bytes);
    }

    public void Add(Ipv4Address address)
    {
        Span<byte> bytes = stackalloc byte[Ipv4Address.Size];
        address.Write(bytes);
        Add(bytes);
    }

    public void Add(Ipv6Address address)
    {
        Span<byte> bytes = stackalloc byte[Ipv6Address.Size];
        address.Write(bytes);
        Add(bytes);
    }

    private static ulong SumOf(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        if (Vector256.IsHardwareAccelerated && bytes.Length >= 2 * Vector256<byte>.Count)
        {
            var vectors = MemoryMarshal.Cast<byte, Vector256<uint>>(bytes);
            var sums = Vector256<ulong>.Zero;
            foreach (var vector in vectors)
            {
                var (low, high) = Vector256.Widen(vector);
                sums += low + high;
            }
            sum = FoldTo32(sums[0]) + FoldTo32(sums[1]) + FoldTo32(sums[2]) + FoldTo32(sums[3]);
            bytes = bytes[(vectors.Length * Vector256<byte>.Count)..];
        }
        foreach (var word in MemoryMarshal.Cast<byte, uint>(bytes)) sum += word;
        bytes = bytes[(bytes.Length & ~3)..];
        if (bytes.Length >= 2)
        {
            sum += MemoryMarshal.Read<ushort>(bytes);
            bytes = bytes[2..];
        }
        if (bytes.Length == 1) sum += BitConverter.IsLittleEndian ? bytes[0] : (ulong)bytes[0] << 8;
        return sum;
    }

    private static ulong FoldTo32(ulong sum) => (sum & uint.MaxValue) + (sum >> 32);

    private static ushort Fold(ulong sum)
    {
        sum = FoldTo32(FoldTo32(sum));
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)((sum & 0xffff) + (sum >> 16));
    }
}
