using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using DsMip.Wire;

namespace DsMip.Linux.Netlink;

/// <summary>Walks the messages of one received datagram. Lengths that do not fit end the walk.</summary>
internal ref struct NetlinkReader(ReadOnlySpan<byte> datagram)
{
    private const int HeaderSize = 16;
    private ReadOnlySpan<byte> _rest = datagram;

    internal NetlinkHeader Header { get; private set; }
    internal ReadOnlySpan<byte> Body { get; private set; }

    internal bool MoveNext()
    {
        if (_rest.Length < HeaderSize) return false;
        Header = MemoryMarshal.Read<NetlinkHeader>(_rest);
        if (Header.Length < HeaderSize || Header.Length > _rest.Length) return false;
        Body = _rest[HeaderSize..(int)Header.Length];
        _rest = _rest[Math.Min(_rest.Length, (int)Header.Length + 3 & ~3)..];
        return true;
    }

    /// <summary>The fixed part, and the attributes behind it; false if the message is too short for it.</summary>
    internal readonly bool TryBody<T>(out T body, out NetlinkAttributes attributes) where T : unmanaged
    {
        body = default;
        attributes = default;
        if (Body.Length < Unsafe.SizeOf<T>()) return false;
        body = MemoryMarshal.Read<T>(Body);
        attributes = new NetlinkAttributes(Body[(Unsafe.SizeOf<T>() + 3 & ~3)..]);
        return true;
    }
}

/// <summary>Walks attributes (struct rtattr). Values shorter than asked for read as zero.</summary>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> bytes)
{
    private const int HeaderSize = 4;
    private const ushort TypeMask = 0x3fff; // without NLA_F_NESTED and NLA_F_NET_BYTEORDER
    private ReadOnlySpan<byte> _rest = bytes;

    internal ushort Type { get; private set; }
    internal ReadOnlySpan<byte> Data { get; private set; }

    internal bool MoveNext()
    {
        if (_rest.Length < HeaderSize) return false;
        var length = MemoryMarshal.Read<ushort>(_rest);
        if (length < HeaderSize || length > _rest.Length) return false;
        Type = (ushort)(MemoryMarshal.Read<ushort>(_rest[2..]) & TypeMask);
        Data = _rest[HeaderSize..length];
        _rest = _rest[Math.Min(_rest.Length, length + 3 & ~3)..];
        return true;
    }

    internal readonly uint Number => Data.Length >= sizeof(uint) ? MemoryMarshal.Read<uint>(Data) : 0;

    internal readonly bool Boolean => Data.Length > 0 && Data[0] != 0;

    internal readonly string Text => Encoding.UTF8.GetString(Data.TrimEnd((byte)0));

    internal readonly IpAddress Address => Data.Length switch
    {
        Ipv4Address.Size => Ipv4Address.Read(Data),
        Ipv6Address.Size => Ipv6Address.Read(Data),
        _ => IpAddress.None,
    };

    /// <summary>A structure; false if the value is too short for it.</summary>
    internal readonly bool TryRead<T>(out T value) where T : unmanaged => MemoryMarshal.TryRead(Data, out value);

    internal readonly NetlinkAttributes Nested => new(Data);
}
