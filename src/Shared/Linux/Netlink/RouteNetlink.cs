namespace DsMip.Linux.Netlink;

/// <summary>
/// Links, addresses, routes and rules of the network namespace of the thread that constructs it (rtnetlink(7)). The Ensure methods leave
/// the wanted state behind whether or not it was there before; the others fail if it was. Any thread.
/// </summary>
/// <remarks>Every method throws <see cref="LinuxException"/> when the kernel refuses.</remarks>
public sealed partial class RouteNetlink : IDisposable
{
    private const int RequestSize = 512;
    private readonly NetlinkConversation _kernel = new();

    public void Dispose() => _kernel.Dispose();
}
