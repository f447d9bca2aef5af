using DsMip.Linux;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Network;

/// <summary>
/// While payload is routed into the tunnel, a strict reverse path filter would drop what the home agent sends to a care-of address: by the
/// rules for unmarked packets the way back to the home agent is the tunnel. Loose mode (2) is set where strict mode (1) is in force.
/// </summary>
internal sealed class ReversePathFilter(ILogger logger) : IDisposable
{
    private const string Strict = "1";
    private const string Loose = "2";
    private readonly Dictionary<string, string> _original = [];
    private bool _complained;

    public void Loosen(string link)
    {
        var path = PathOf(link);
        try
        {
            if (!IsStrict(path)) return;
            _original.TryAdd(path, Sysctl.Get(path));
            Sysctl.Set(path, Loose);
        }
        catch (LinuxException e) when (e.Errno == Errno.ENOENT)
        {
            // The interface is gone already.
        }
        catch (LinuxException e)
        {
            if (!_complained) logger.LogWarning("payload over IPv4 may be lost: {Problem}", e.Message);
            _complained = true;
        }
    }

    /// <summary>Puts the original values back.</summary>
    public void Dispose()
    {
        foreach (var (path, value) in _original)
        {
            try
            {
                Sysctl.Set(path, value);
            }
            catch (LinuxException)
            {
                // The interface is gone, and its parameters with it.
            }
        }
    }

    // The kernel takes the larger of the two.
    private static bool IsStrict(string path)
    {
        var (all, own) = (Sysctl.Get(PathOf("all")), Sysctl.Get(path));
        return all != Loose && own != Loose && (all == Strict || own == Strict);
    }

    private static string PathOf(string link) => $"net/ipv4/conf/{link}/rp_filter";
}
