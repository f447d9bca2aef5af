using DsMip.Linux.Interop;
using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>This machine has an IPv6 anycast address, for as long as this object lives: the kernel takes its packets and answers neighbours that look for it.</summary>
public sealed unsafe class AnycastMembership : IDisposable
{
    private readonly Descriptor _socket;

    /// <param name="interfaceIndex">Where neighbours are answered.</param>
    /// <exception cref="LinuxException">CAP_NET_ADMIN is missing, the address is one of this machine's own, or the interface does not forward.</exception>
    public AnycastMembership(Ipv6Address address, int interfaceIndex)
    {
        _socket = Sockets.Open(Af.Inet6, SocketType.Datagram, 0, "opening a socket");
        var request = new Ipv6Membership { InterfaceIndex = interfaceIndex };
        address.Write(new Span<byte>(request.Address, Ipv6Address.Size));
        if (Libc.SetSocketOption(_socket, Level.Ipv6, Ipv6Option.JoinAnycast, &request, (uint)sizeof(Ipv6Membership)) == 0) return;
        var refusal = LinuxException.Last($"joining the anycast address {address} at interface {interfaceIndex}");
        _socket.Dispose();
        throw refusal;
    }

    public void Dispose() => _socket.Dispose();
}
