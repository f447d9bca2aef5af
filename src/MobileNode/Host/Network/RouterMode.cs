using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Configuration;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Network;

/// <summary>
/// A mobile router forwards packets, and yet is no router on its way out (RFC 3963 5.6, 5.7): there it goes on to listen to Router Advertisements, is not
/// in the all-routers groups and does not call itself a router. On the home link it is one (5.8). All of it is undone at the end.
/// </summary>
internal sealed class RouterMode : IDisposable
{
    private const string On = "1", Off = "0", AlsoAsRouter = "2";
    private const string All = "net/ipv6/conf/all/forwarding", Default = "net/ipv6/conf/default/forwarding", Ipv4 = "net/ipv4/ip_forward";
    private readonly MobileRouterOptions? _router;
    private readonly ILogger _logger;
    private readonly int _tunnel;
    private readonly Stack<(string Path, string Value)> _original = new();
    private string? _problem;

    /// <param name="router">Null: a mobile host, of which nothing is changed.</param>
    /// <exception cref="LinuxException">The kernel does not let us.</exception>
    public RouterMode(MobileRouterOptions? router, TunDevice tun, IEnumerable<Link> links, ILogger logger)
    {
        (_router, _logger, _tunnel) = (router, logger, tun.InterfaceIndex);
        if (router is null) return;
        try
        {
            // First of all: the kernel forgets default routes of interfaces that do not listen as a router when it becomes one.
            foreach (var link in links.Where(IsWayOut)) Listen(link);
            Ensure(Ipv4, On);
            Ensure(All, On);
            Ensure(Default, Off);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Interfaces may have come, and the home link may be another.</summary>
    /// <param name="homeLink">Null: none.</param>
    public void Look(LinkSnapshot seen, int? homeLink)
    {
        if (_router is null) return;
        foreach (var link in seen.Links.Where(link => !link.IsLoopback && link.Index != _tunnel))
        {
            try
            {
                if (IsWayOut(link)) Listen(link);
                Ensure(Forwarding(link), IsWayOut(link) && link.Index != homeLink ? Off : On);
            }
            catch (LinuxException e) when (e.Errno == Errno.ENOENT)
            {
                // The interface is gone already, or has no IPv6.
            }
            catch (LinuxException e)
            {
                if (e.Message != _problem) _logger.LogWarning("{Problem}", e.Message);
                _problem = e.Message;
            }
        }
    }

    public void Dispose()
    {
        while (_original.TryPop(out var before))
        {
            try
            {
                Sysctl.Ensure(before.Path, before.Value);
            }
            catch (LinuxException)
            {
                // The interface is gone, and its parameters with it.
            }
        }
    }

    private bool IsWayOut(Link link) => !link.IsLoopback && link.Index != _tunnel && !_router!.Interfaces.Contains(link.Name);

    private void Listen(Link link)
    {
        var path = $"net/ipv6/conf/{link.Name}/accept_ra";
        // A link without IPv6 has no such parameter.
        if (File.Exists("/proc/sys/" + path) && Sysctl.Get(path) == On) Ensure(path, AlsoAsRouter);
    }

    private void Ensure(string path, string value)
    {
        var before = Sysctl.Get(path);
        if (before == value) return;
        Sysctl.Set(path, value);
        if (!_original.Any(known => known.Path == path)) _original.Push((path, before));
    }

    private static string Forwarding(Link link) => $"net/ipv6/conf/{link.Name}/forwarding";
}
