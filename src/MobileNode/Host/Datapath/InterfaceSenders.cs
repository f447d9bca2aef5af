using DsMip.Linux;
using DsMip.Linux.Netlink;

namespace DsMip.MobileNode.Datapath;

/// <summary>
/// One pair of raw sockets per interface, bound to it: a frame leaves by the interface of its care-of address, whichever default route is the
/// better one. Belongs to the poller's thread.
/// </summary>
internal sealed class InterfaceSenders(uint mark, Func<int, Link?> findLink) : IDisposable
{
    private readonly Dictionary<int, InterfaceSender> _senders = [];

    /// <summary>Null: there is no such interface any more.</summary>
    public InterfaceSender? Find(int interfaceIndex)
    {
        if (_senders.TryGetValue(interfaceIndex, out var known)) return known;
        if (findLink(interfaceIndex) is not { } link) return null;
        try
        {
            return _senders[interfaceIndex] = new InterfaceSender(new FrameSender(mark, link.Name));
        }
        catch (LinuxException e) when (e.Errno == Errno.ENODEV)
        {
            return null;
        }
    }

    public void Dispose()
    {
        foreach (var sender in _senders.Values) sender.Sender.Dispose();
    }
}

/// <param name="Sender">For single frames, with an answer.</param>
internal sealed record InterfaceSender(FrameSender Sender)
{
    /// <summary>For payload.</summary>
    public SendBatch Batch { get; } = new(Sender);
}
