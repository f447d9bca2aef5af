namespace DsMip.Lab.Topology;

/// <summary>Lines for `ip -batch`.</summary>
internal static class IpLines
{
    public static string Veth(string name, string space, string peer, string peerSpace) =>
        $"link add name {name} netns {space} type veth peer name {peer} netns {peerSpace}";

    public static IEnumerable<string> Up(params string[] links) => links.Select(l => $"link set {l} up");

    public static IEnumerable<string> On(string link, params string[] addresses) =>
        addresses.Select(a => $"addr add {a} dev {link}{(a.Contains(':', StringComparison.Ordinal) ? " nodad" : "")}");

    public static IEnumerable<string> Default(params string[] routers) => routers.Select(r => $"route add default via {r}");
}
