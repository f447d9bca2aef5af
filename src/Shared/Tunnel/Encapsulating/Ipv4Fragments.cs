using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// Cuts an IPv4 packet into pieces that fit (RFC 791 3.2), each in place in front of its data. A piece lies over the one before it, so it has
/// to be sent, or copied, before the next <see cref="MoveNext"/>.
/// </summary>
/// <remarks>
/// <code>
/// if (Ipv4Fragments.TryCut(buffer, offset, length, tunnelMtu, out var fragments))
///     while (fragments.MoveNext(out var o, out var l)) /* encapsulate and send buffer[o..(o + l)] */
/// </code>
/// </remarks>
public ref struct Ipv4Fragments
{
    private const byte OptionEnd = 0;
    private const byte OptionNoOperation = 1;
    private const byte OptionCopied = 0x80;

    private readonly Span<byte> _buffer;
    private readonly int _end;
    private readonly int _chunk;
    private readonly int _headerLength;
    private readonly Ipv4Header _original;
    private HeaderBytes _header;
    private ushort _fragmentOffset;
    private int _position;

    private Ipv4Fragments(Span<byte> buffer, int offset, int length, int chunk)
    {
        _buffer = buffer;
        _chunk = chunk;
        Ipv4Header.TryReadHeader(buffer.Slice(offset, length), out _original, out _);
        _headerLength = _original.HeaderLength;
        _position = offset + _headerLength;
        _end = offset + length;
        _fragmentOffset = _original.FragmentOffset;
        buffer.Slice(offset, _headerLength).CopyTo(_header);
    }

    /// <summary>True for a whole IPv4 packet without Don't Fragment that is larger than <paramref name="mtu"/>.</summary>
    /// <param name="mtu">Largest piece, header included, bytes.</param>
    public static bool TryCut(Span<byte> buffer, int offset, int length, int mtu, out Ipv4Fragments fragments)
    {
        fragments = default;
        var packet = buffer.Slice(offset, length);
        if (InnerLength.Of(packet, 4, out var total) != DropReason.None || TunnelMtu.HasDontFragment(packet) || total <= mtu) return false;
        var chunk = (mtu - InnerLength.HeaderLengthOfIpv4(packet)) & ~7;
        if (chunk <= 0) return false;
        fragments = new Ipv4Fragments(buffer, offset, total, chunk);
        return true;
    }

    /// <summary>The next piece; false after the last one.</summary>
    public bool MoveNext(out int offset, out int length)
    {
        offset = _position - _headerLength;
        length = 0;
        if (_position >= _end) return false;
        var data = Math.Min(_chunk, _end - _position);
        length = _headerLength + data;
        var last = _position + data == _end;
        WriteHeader(_buffer.Slice(offset, _headerLength), length, last);
        _position += data;
        _fragmentOffset += (ushort)(data / 8);
        DropUncopiedOptions();
        return true;
    }

    private readonly void WriteHeader(Span<byte> header, int length, bool last)
    {
        ((ReadOnlySpan<byte>)_header)[.._headerLength].CopyTo(header);
        var fields = _original with
        {
            TotalLength = (ushort)length,
            FragmentOffset = _fragmentOffset,
            MoreFragments = !last || _original.MoreFragments,
        };
        fields.Write(header);
    }

    /// <summary>Options without the copied flag belong into the first piece only; later ones get no-operations in their place.</summary>
    private void DropUncopiedOptions()
    {
        Span<byte> header = _header;
        for (var position = Ipv4Header.Size; position < _headerLength && header[position] != OptionEnd;)
        {
            var isSingle = header[position] == OptionNoOperation || position + 1 == _headerLength;
            var length = isSingle ? 1 : Math.Clamp(header[position + 1], 2, _headerLength - position);
            if ((header[position] & OptionCopied) == 0) header.Slice(position, length).Fill(OptionNoOperation);
            position += length;
        }
    }

    [System.Runtime.CompilerServices.InlineArray(60)]
    private struct HeaderBytes
    {
        private byte _first;
    }
}
