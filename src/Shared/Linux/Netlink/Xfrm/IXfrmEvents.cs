namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>What becomes of the SAD and the SPD.</summary>
public interface IXfrmEvents : IDisposable
{
    /// <summary>All events until cancelled or disposed.</summary>
    /// <exception cref="LinuxException">The kernel ended it.</exception>
    IAsyncEnumerable<XfrmEvent> ReadAllAsync(CancellationToken cancellationToken = default);
}
