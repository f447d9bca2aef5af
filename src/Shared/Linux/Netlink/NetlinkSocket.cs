using System.Runtime.InteropServices;
using DsMip.Linux.Interop;

namespace DsMip.Linux.Netlink;

/// <summary>A netlink socket in the network namespace of the thread that opened it.</summary>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    private const long TimeoutSeconds = 10;

    internal NetlinkSocket(int type = 0, int protocol = NetlinkProtocol.Route)
    {
        Descriptor = Sockets.Open(Af.Netlink, SocketType.Raw | type, protocol, "opening a netlink socket");
        var address = new NetlinkAddress(Af.Netlink, 0, 0, 0);
        if (Libc.Bind(Descriptor, &address, (uint)sizeof(NetlinkAddress)) == 0) return;
        Descriptor.Dispose();
        throw LinuxException.Last("binding a netlink socket");
    }

    internal Descriptor Descriptor { get; }

    internal void Set(int option, int value) => Sockets.Set(Descriptor, Level.Netlink, option, value, $"setting netlink option {option}");

    /// <summary>A kernel that does not answer is an error, not a hang.</summary>
    internal void SetTimeout()
    {
        ReadOnlySpan<long> timeval = [TimeoutSeconds, 0];
        Sockets.Set(Descriptor, Level.Socket, SocketOption.ReceiveTimeout, MemoryMarshal.AsBytes(timeval), "setting a netlink timeout");
    }

    internal Errno Send(ReadOnlySpan<byte> message)
    {
        var kernel = new NetlinkAddress(Af.Netlink, 0, 0, 0);
        fixed (byte* bytes = message)
            return Libc.SendTo(Descriptor, bytes, (nuint)message.Length, 0, &kernel, (uint)sizeof(NetlinkAddress)) >= 0
                ? Errno.None
                : LinuxException.LastErrno;
    }

    /// <summary>Length of the next datagram; 0 with an error.</summary>
    internal int Receive(Span<byte> buffer, out Errno error)
    {
        fixed (byte* bytes = buffer)
        {
            var length = Libc.Receive(Descriptor, bytes, (nuint)buffer.Length, 0);
            error = length >= 0 ? Errno.None : LinuxException.LastErrno;
            return Math.Max(0, (int)length);
        }
    }

    public void Dispose() => Descriptor.Dispose();
}
