using System.Buffers.Binary;
using System.Text;
using DsMip.Wire;

namespace DsMip.Linux.Interop;

/// <summary>Opening sockets and setting their options; a refusal becomes a <see cref="LinuxException"/> that names the operation.</summary>
internal static unsafe class Sockets
{
    internal static Descriptor Open(int domain, int type, int protocol, string operation)
    {
        var socket = Libc.Socket(domain, type | SocketType.CloseOnExec, protocol);
        return socket.IsInvalid ? throw LinuxException.Last(operation) : socket;
    }

    internal static void Set(Descriptor socket, int level, int option, int value, string operation)
    {
        if (Libc.SetSocketOption(socket, level, option, &value, sizeof(int)) != 0) throw LinuxException.Last(operation);
    }

    internal static void Set(Descriptor socket, int level, int option, ReadOnlySpan<byte> value, string operation)
    {
        fixed (byte* bytes = value)
            if (Libc.SetSocketOption(socket, level, option, bytes, (uint)value.Length) != 0) throw LinuxException.Last(operation);
    }

    internal static void Mark(Descriptor socket, uint mark)
    {
        if (mark != 0) Set(socket, Level.Socket, SocketOption.Mark, (int)mark, $"setting SO_MARK {mark}");
    }

    internal static void BindToDevice(Descriptor socket, string? device)
    {
        if (device is not null)
            Set(socket, Level.Socket, SocketOption.BindToDevice, Encoding.UTF8.GetBytes(device), $"binding a socket to interface {device}");
    }

    /// <summary>Asks for a buffer beyond net.core.rmem_max; without CAP_NET_ADMIN takes what that limit allows.</summary>
    internal static void ReceiveBuffer(Descriptor socket, int bytes) =>
        Buffer(socket, SocketOption.ReceiveBufferForce, SocketOption.ReceiveBuffer, bytes);

    internal static void SendBuffer(Descriptor socket, int bytes) =>
        Buffer(socket, SocketOption.SendBufferForce, SocketOption.SendBuffer, bytes);

    internal static void Bind(Descriptor socket, Ipv4Address address, ushort port, string operation)
    {
        var name = new SocketAddressIpv4
        {
            Family = Af.Inet,
            Port = BinaryPrimitives.ReverseEndianness(port),
            Address = BinaryPrimitives.ReverseEndianness(address.Value),
        };
        if (Libc.Bind(socket, &name, (uint)sizeof(SocketAddressIpv4)) != 0) throw LinuxException.Last(operation);
    }

    internal static void Bind(Descriptor socket, Ipv6Address address, string operation)
    {
        var name = new SocketAddressIpv6 { Family = Af.Inet6 };
        address.Write(name.Address);
        if (Libc.Bind(socket, &name, (uint)sizeof(SocketAddressIpv6)) != 0) throw LinuxException.Last(operation);
    }

    internal static ushort LocalPort(Descriptor socket)
    {
        SocketAddressIpv4 name = default;
        var length = (uint)sizeof(SocketAddressIpv4);
        if (Libc.GetSocketName(socket, &name, &length) != 0) throw LinuxException.Last("asking a socket for its port");
        return BinaryPrimitives.ReverseEndianness(name.Port);
    }

    /// <summary>Packets that the kernel dropped because the receive queue was full, since the socket was opened.</summary>
    internal static long QueueDrops(Descriptor socket)
    {
        const int drops = 8; // SK_MEMINFO_DROPS
        var values = stackalloc uint[drops + 1];
        uint length = (drops + 1) * sizeof(uint);
        return Libc.GetSocketOption(socket, Level.Socket, SocketOption.MemoryInformation, values, &length) == 0 ? values[drops] : 0;
    }

    internal static int InterfaceIndex(string name)
    {
        var index = Libc.InterfaceIndex(name);
        return index != 0 ? (int)index : throw LinuxException.Last($"looking up interface {name}");
    }

    private static void Buffer(Descriptor socket, int force, int polite, int bytes)
    {
        if (Libc.SetSocketOption(socket, Level.Socket, force, &bytes, sizeof(int)) != 0)
            Set(socket, Level.Socket, polite, bytes, $"setting a socket buffer of {bytes} bytes");
    }
}
