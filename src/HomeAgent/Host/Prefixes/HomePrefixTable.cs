using DsMip.HomeAgent.Core.Prefixes;

namespace DsMip.HomeAgent.Prefixes;

/// <summary>The prefixes of the home link as they are now. Any thread.</summary>
public sealed class HomePrefixTable(HomeNetworkPrefixes prefixes)
{
    private sealed record Version(HomeNetworkPrefixes Prefixes, int Revision);

    private volatile Version _version = new(prefixes, 0);

    public HomeNetworkPrefixes Prefixes => _version.Prefixes;

    /// <summary>Another number than before: they have changed.</summary>
    public int Revision => _version.Revision;

    /// <returns>Are these others than before, or their flags or lifetimes?</returns>
    public bool Replace(HomeNetworkPrefixes next)
    {
        var before = _version;
        if (before.Prefixes.All.SequenceEqual(next.All)) return false;
        _version = new Version(next, before.Revision + 1);
        return true;
    }
}
