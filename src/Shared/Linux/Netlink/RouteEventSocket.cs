using DsMip.Linux.Interop;

namespace DsMip.Linux.Netlink;

/// <summary>A socket in the multicast groups of links, addresses, routes and rules.</summary>
internal sealed class RouteEventSocket : IDisposable
{
    private const int QueueBytes = 1 << 20;
    private static readonly int[] Groups =
        [Group.Link, Group.Ipv4Address, Group.Ipv6Address, Group.Ipv4Route, Group.Ipv6Route, Group.Ipv4Rule, Group.Ipv6Rule];

    private readonly NetlinkSocket _socket = new(SocketType.NonBlocking);
    private readonly byte[] _buffer = new byte[1 << 15];

    internal RouteEventSocket(int queueBytes = QueueBytes)
    {
        Sockets.ReceiveBuffer(_socket.Descriptor, queueBytes);
        foreach (var group in Groups) _socket.Set(NetlinkOption.AddMembership, group);
    }

    internal Descriptor Descriptor => _socket.Descriptor;

    /// <summary>Reads all there is, without waiting.</summary>
    internal RouteChanges Drain()
    {
        var changes = RouteChanges.None;
        while (true)
        {
            var length = _socket.Receive(_buffer, out var error);
            if (error == Errno.EAGAIN) return changes;
            changes |= error switch
            {
                Errno.None => Classify(_buffer.AsSpan(0, length)),
                Errno.ENOBUFS => RouteChanges.Resync,
                Errno.EINTR => RouteChanges.None,
                _ => throw new LinuxException("receiving route events", error),
            };
        }
    }

    public void Dispose() => _socket.Dispose();

    private static RouteChanges Classify(ReadOnlySpan<byte> datagram)
    {
        var changes = RouteChanges.None;
        var reader = new NetlinkReader(datagram);
        while (reader.MoveNext())
        {
            changes |= reader.Header.Type switch
            {
                MessageType.NewLink or MessageType.DeleteLink => RouteChanges.Links,
                MessageType.NewAddress or MessageType.DeleteAddress => RouteChanges.Addresses,
                MessageType.NewRoute or MessageType.DeleteRoute => RouteChanges.Routes,
                MessageType.NewRule or MessageType.DeleteRule => RouteChanges.Rules,
                _ => RouteChanges.None,
            };
        }
        return changes;
    }
}
