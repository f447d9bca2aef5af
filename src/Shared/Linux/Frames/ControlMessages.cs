using System.Runtime.InteropServices;
using DsMip.Linux.Interop;

namespace DsMip.Linux;

/// <summary>Walks ancillary data (cmsg(3)): each record is a header and data, padded to 8 bytes.</summary>
internal ref struct ControlMessages(ReadOnlySpan<byte> bytes)
{
    private const int HeaderSize = 16;
    private ReadOnlySpan<byte> _rest = bytes;

    internal int Level { get; private set; }
    internal int Type { get; private set; }
    internal ReadOnlySpan<byte> Data { get; private set; }

    internal bool MoveNext()
    {
        if (_rest.Length < HeaderSize) return false;
        var header = MemoryMarshal.Read<ControlHeader>(_rest);
        if (header.Length < HeaderSize || header.Length > (nuint)_rest.Length) return false;
        Level = header.Level;
        Type = header.Type;
        Data = _rest[HeaderSize..(int)header.Length];
        _rest = _rest[Math.Min(_rest.Length, ((int)header.Length + 7) & ~7)..];
        return true;
    }

    internal readonly bool Is(int level, int type) => Level == level && Type == type;

    /// <summary>The data as a C int in host byte order, or as one byte if it is no longer than that.</summary>
    internal readonly int Number => Data.Length >= sizeof(int) ? MemoryMarshal.Read<int>(Data) : Data.IsEmpty ? 0 : Data[0];
}
