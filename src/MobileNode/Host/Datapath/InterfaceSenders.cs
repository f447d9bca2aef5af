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
            return _senders[interfaceIndex] = new InterfaceSender(link.Name, new FrameSender(mark, link.Name));
        }
        catch (LinuxException e) when (e.Errno == Errno.ENODEV)
        {
            return null;
        }
    }

    /// <summary>Closes the sockets of interfaces that are gone or have another name: a name may belong to another interface by now.</summary>
    public void Keep(LinkSnapshot seen)
    {
        foreach (var (index, sender) in _senders.ToArray())
        {
            if (seen.Find(index)?.Name == sender.Name) continue;
            _senders.Remove(index);
            sender.Sender.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var sender in _senders.Values) sender.Sender.Dispose();
    }
}

/// <param name="Name">Of the interface when it was bound to.</param>
/// <param name="Sender">For single frames, with an answer.</param>
internal sealed record InterfaceSender(string Name, FrameSender Sender)
{
    /// <summary>For payload.</summary>
    public SendBatch Batch { get; } = new(Sender);
}
