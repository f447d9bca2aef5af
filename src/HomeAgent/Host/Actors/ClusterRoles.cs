using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Actors;

/// <summary>How the others know what this process does.</summary>
internal static class ClusterRoles
{
    public static IEnumerable<string> Of(HomeAgentOptions options)
    {
        var names = Enum.GetValues<NodeRoles>().Where(role => role is not (NodeRoles.None or NodeRoles.All) && options.Roles.HasFlag(role)).Select(LowerName);
        return options.Roles.HasFlag(NodeRoles.Edge) ? [.. names, EdgeNeighbours.RoleOf(options.EdgeName ?? EdgeOptions.OnlyName)] : names;
    }

#pragma warning disable CA1308 // Cluster roles are written in lower case.
    private static string LowerName(NodeRoles role) => role.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
