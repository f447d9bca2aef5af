using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DsMip.HomeAgent.Options;

/// <summary>Where a member of the cluster may be: <c>host:port</c>, with an IPv6 address in brackets.</summary>
/// <param name="Host">A name, an IPv4 address, or an IPv6 address without brackets.</param>
public readonly record struct ClusterSeed(string Host, int Port)
{
    /// <summary>A host name or an address.</summary>
    public static bool IsHost(string text) => Uri.CheckHostName(text) != UriHostNameType.Unknown && !text.StartsWith('[');

    /// <summary>As addresses of the cluster have it: an IPv6 address is in brackets.</summary>
    public static string Literal(string host) =>
        IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : host;

    public static bool TryParse(string text, out ClusterSeed seed)
    {
        seed = default;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0) return false;
        var host = text[..colon];
        if (host is ['[', .. var inner, ']']) host = inner;
        else if (host.Contains(':', StringComparison.Ordinal)) return false;
        seed = new ClusterSeed(host, port);
        return IsHost(host);
    }

    public override string ToString() => $"{Literal(Host)}:{Port}";
}
