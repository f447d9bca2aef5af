using DsMip.Linux.Interop;
using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>Asks the kernel what fits on the way to a destination: the MTU of the link, or less if a router has reported less (ip(7) IP_MTU).</summary>
public static unsafe class RouteMtu
{
    /// <summary>Sends nothing. Opens a socket for each question: for the odd packet that was refused.</summary>
    /// <param name="mark">SO_MARK to look up the route with, 0 for none.</param>
    /// <param name="mtu">Bytes, IP header included.</param>
    /// <returns>False: there is no route.</returns>
    public static bool TryAsk(IpAddress destination, uint mark, out int mtu)
    {
        mtu = 0;
        using var socket = Libc.Socket(destination.IsIpv4 ? Af.Inet : Af.Inet6, SocketType.Datagram | SocketType.CloseOnExec, 0);
        if (socket.IsInvalid) return false;
        var value = (int)mark;
        if (mark != 0 && Libc.SetSocketOption(socket, Level.Socket, SocketOption.Mark, &value, sizeof(int)) != 0) return false;
        var name = default(SocketAddressIpv6);
        if (Libc.Connect(socket, &name, Write(destination, &name)) != 0) return false;
        uint length = sizeof(int);
        var (level, option) = destination.IsIpv4 ? (Level.Ip, IpOption.Mtu) : (Level.Ipv6, Ipv6Option.Mtu);
        if (Libc.GetSocketOption(socket, level, option, &value, &length) != 0) return false;
        mtu = value;
        return true;
    }

    private static uint Write(IpAddress destination, SocketAddressIpv6* name)
    {
        if (!destination.IsIpv4)
        {
            name->Family = Af.Inet6;
            destination.AsIpv6.Write(name->Address);
            return (uint)sizeof(SocketAddressIpv6);
        }
        var ipv4 = (SocketAddressIpv4*)name;
        ipv4->Family = Af.Inet;
        destination.AsIpv4.Write(new Span<byte>(&ipv4->Address, Ipv4Address.Size));
        return (uint)sizeof(SocketAddressIpv4);
    }
}
