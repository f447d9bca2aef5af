namespace DsMip.Lab.Topology.Sites;

/// <summary>What serves the home prefixes, as the rest of the little internet sees it: machines, their links, and the core's routes to them.</summary>
public interface IHomeSite
{
    IReadOnlyList<NetworkNamespace> Machines { get; }

    IEnumerable<NetworkNamespace> Routers { get; }

    /// <summary>The access networks a mobile node can go to; the home link is one only where it is real.</summary>
    IReadOnlyList<Attachment> Networks { get; }

    /// <summary>Lines of one `ip -batch` that make its links: after the machines, before any address.</summary>
    IEnumerable<string> Links { get; }

    /// <summary>Puts addresses and routes on its machines, and on the core what leads to them.</summary>
    void Address();
}
