using System.Buffers.Binary;

namespace DsMip.Fuzz.Engine;

/// <summary>Makes new inputs of old ones: bits, bytes, numbers at the edges of their ranges, pieces moved, doubled, left out and taken from others.</summary>
/// <param name="tokens">Pieces that mean something to the target.</param>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> tokens)
{
    /// <summary>Longer ones are cut: more than a frame is never read.</summary>
    public const int Longest = 2048;

    private const int MostSteps = 6;
    private static readonly byte[] Bytes = [0, 1, 2, 4, 7, 8, 15, 16, 31, 32, 40, 63, 64, 127, 128, 254, 255];
    private static readonly ushort[] Words = [0, 1, 7, 8, 40, 127, 128, 255, 256, 1280, 1500, 4191, 4500, 32767, 32768, 65535];
    private readonly byte[] _scratch = new byte[2 * Longest];
    private int _length;

    /// <param name="other">Another input, for splices.</param>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<byte> Mutate(ReadOnlySpan<byte> input, ReadOnlySpan<byte> other)
    {
        input.CopyTo(_scratch);
        _length = input.Length;
        for (var steps = 1 + random.Next(MostSteps); steps > 0; steps--) Step(other);
        _length = Math.Min(_length, Longest);
        return _scratch.AsSpan(0, _length);
    }

    private void Step(ReadOnlySpan<byte> other)
    {
        if (_length == 0)
        {
            Insert(0, other);
            if (_length == 0) _scratch[_length++] = (byte)random.Next(256);
            return;
        }
        var at = random.Next(_length);
        switch (random.Next(13))
        {
            case 0 or 1: _scratch[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: _scratch[at] = (byte)random.Next(256); break;
            case 3: _scratch[at] = Bytes[random.Next(Bytes.Length)]; break;
            case 4: _scratch[at] += (byte)(random.Next(33) - 16); break;
            case 5: Number(at); break;
            case 6: Remove(at, 1 + random.Next(Math.Min(32, _length - at))); break;
            case 7: _length = at; break;
            case 8: Insert(at, Piece(_scratch.AsSpan(0, _length)).ToArray()); break;
            case 9: Insert(at, Piece(other)); break;
            case 10: Overwrite(at, Piece(other)); break;
            case 11: Insert(at, Token()); break;
            default: Overwrite(at, Token()); break;
        }
    }

    private void Number(int at)
    {
        var value = Words[random.Next(Words.Length)];
        if (_length - at >= sizeof(ushort)) BinaryPrimitives.WriteUInt16BigEndian(_scratch.AsSpan(at), value);
        else _scratch[at] = (byte)value;
    }

    private ReadOnlySpan<byte> Piece(ReadOnlySpan<byte> from)
    {
        if (from.IsEmpty) return from;
        var start = random.Next(from.Length);
        return from.Slice(start, 1 + random.Next(Math.Min(64, from.Length - start)));
    }

    private ReadOnlySpan<byte> Token() => tokens.Count == 0 ? default : tokens[random.Next(tokens.Count)];

    private void Remove(int at, int count)
    {
        _scratch.AsSpan(at + count, _length - at - count).CopyTo(_scratch.AsSpan(at));
        _length -= count;
    }

    private void Insert(int at, ReadOnlySpan<byte> piece)
    {
        if (_length + piece.Length > Longest) return;
        _scratch.AsSpan(at, _length - at).CopyTo(_scratch.AsSpan(at + piece.Length));
        piece.CopyTo(_scratch.AsSpan(at));
        _length += piece.Length;
    }

    private void Overwrite(int at, ReadOnlySpan<byte> piece) => piece[..Math.Min(piece.Length, _length - at)].CopyTo(_scratch.AsSpan(at));
}
