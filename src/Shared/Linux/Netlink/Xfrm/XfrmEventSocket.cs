using System.Security.Cryptography;
using DsMip.Linux.Interop;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>A socket in the multicast groups of NETLINK_XFRM.</summary>
internal sealed class XfrmEventSocket : IDisposable
{
    private static readonly int[] Groups = [XfrmGroup.State, XfrmGroup.Policy, XfrmGroup.Expire, XfrmGroup.Acquire, XfrmGroup.Migrate];
    private readonly NetlinkSocket _socket;
    private readonly byte[] _buffer = new byte[1 << 15];

    internal XfrmEventSocket(bool sequenceNumbers, int queueBytes)
    {
        _socket = XfrmRemedy.Open(() => new NetlinkSocket(SocketType.NonBlocking, NetlinkProtocol.Xfrm));
        Sockets.ReceiveBuffer(_socket.Descriptor, queueBytes);
        foreach (var group in Groups) _socket.Set(NetlinkOption.AddMembership, group);
        if (sequenceNumbers) _socket.Set(NetlinkOption.AddMembership, XfrmGroup.Replay);
    }

    internal Descriptor Descriptor => _socket.Descriptor;

    /// <summary>The events of one datagram, without waiting; false when there is none.</summary>
    internal bool TryReceive(List<XfrmEvent> into)
    {
        var length = _socket.Receive(_buffer, out var error);
        if (error == Errno.EAGAIN) return false;
        if (error == Errno.ENOBUFS) Skip(into);
        else if (error == Errno.None) ReadAll(_buffer.AsSpan(0, length), into);
        else if (error != Errno.EINTR) throw new LinuxException("receiving IPsec events", error);
        return true;
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>What still waits is older than what was lost: told after a new listing, it would bring back what is gone.</summary>
    private void Skip(List<XfrmEvent> into)
    {
        while (true)
        {
            _ = _socket.Receive(_buffer, out var error);
            if (error == Errno.EAGAIN) break;
            if (error is not (Errno.None or Errno.ENOBUFS or Errno.EINTR)) throw new LinuxException("receiving IPsec events", error);
        }
        CryptographicOperations.ZeroMemory(_buffer);
        into.Add(new XfrmEventsLost());
    }

    private static void ReadAll(Span<byte> datagram, List<XfrmEvent> into)
    {
        var reader = new NetlinkReader(datagram);
        while (reader.MoveNext()) XfrmEventReader.Read(in reader, into);
        // A new state comes with its keys.
        CryptographicOperations.ZeroMemory(datagram);
    }
}
