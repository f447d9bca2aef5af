using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using DsMip.Wire;

namespace DsMip.Linux.Netlink;

/// <summary>Builds one netlink message: header, a fixed part, attributes padded to 4 bytes.</summary>
internal ref struct NetlinkWriter
{
    private const int HeaderSize = 16, AttributeHeaderSize = 4;
    private readonly Span<byte> _buffer;
    private int _length;

    /// <param name="buffer">Zeroed, and large enough: a message of ours has a handful of attributes.</param>
    internal NetlinkWriter(Span<byte> buffer, ushort type, int flags)
    {
        _buffer = buffer;
        _length = HeaderSize;
        MemoryMarshal.Write(buffer, new NetlinkHeader(0, type, (ushort)(flags | RequestFlag.Request), 0, 0));
    }

    internal void Body<T>(in T body) where T : unmanaged
    {
        MemoryMarshal.Write(_buffer[_length..], in body);
        _length += Unsafe.SizeOf<T>();
    }

    internal void Attribute(ushort type, scoped ReadOnlySpan<byte> data) => data.CopyTo(Reserve(type, data.Length));

    /// <summary>An attribute of so many zero bytes, to be filled in place.</summary>
    internal Span<byte> Reserve(ushort type, int size)
    {
        var length = (ushort)(AttributeHeaderSize + size);
        MemoryMarshal.Write(_buffer[_length..], in length);
        MemoryMarshal.Write(_buffer[(_length + 2)..], in type);
        var data = _buffer.Slice(_length + AttributeHeaderSize, size);
        _length += length + 3 & ~3;
        return data;
    }

    internal void Attribute(ushort type, uint value) => Attribute(type, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in value)));

    /// <summary>NUL-terminated.</summary>
    internal void Attribute(ushort type, string text) => Attribute(type, Encoding.UTF8.GetBytes(text + '\0'));

    internal void Attribute(ushort type, IpAddress address)
    {
        Span<byte> bytes = stackalloc byte[Ipv6Address.Size];
        if (address.IsIpv4) address.AsIpv4.Write(bytes);
        else address.AsIpv6.Write(bytes);
        Attribute(type, address.IsIpv4 ? bytes[..Ipv4Address.Size] : bytes);
    }

    /// <summary>The whole message; its sequence number is the socket's to set.</summary>
    internal readonly Span<byte> Finish()
    {
        MemoryMarshal.Write(_buffer, (uint)_length);
        return _buffer[.._length];
    }
}
