namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>
/// The kernel's SAD and SPD, in the network namespace of the thread that constructs it (NETLINK_XFRM): ESP states in transport and tunnel mode, and host-wide
/// policies. What is for marked packets, one interface or one socket is neither listed nor touched. Any thread.
/// </summary>
/// <remarks>Every method throws <see cref="LinuxException"/> when the kernel refuses; it names the remedy where a part of the kernel is missing.</remarks>
public sealed partial class XfrmNetlink : IDisposable
{
    /// <summary>Enough for the longest state: a window of 4096 packets and the longest keys.</summary>
    private const int RequestSize = 2048;

    private readonly NetlinkConversation _kernel = XfrmRemedy.Open(() => new NetlinkConversation(NetlinkProtocol.Xfrm));

    public void Dispose()
    {
        _kernel.Wipe();
        _kernel.Dispose();
    }
}
