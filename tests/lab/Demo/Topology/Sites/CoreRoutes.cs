using System.Globalization;

namespace DsMip.Lab.Topology.Sites;

/// <summary>
/// What a routing protocol does elsewhere: each edge's <c>Edge:RouteCommand</c>, called <c>add|remove PREFIX</c>, as a script that edits the
/// core's routes. The last to announce a block gets it; who withdraws one leaves it to whoever had announced it before. The home agent's own
/// addresses lead to all edges that some block leads to: an edge whose blocks others have taken over is gone.
/// </summary>
public sealed class CoreRoutes(string directory)
{
    /// <summary>Writes one edge's script.</summary>
    /// <returns>Its path.</returns>
    public string CommandOf(EdgeMachine edge)
    {
        var state = Path.Combine(directory, "announced");
        Directory.CreateDirectory(state);
        var file = Path.Combine(directory, $"route-{edge.Name}");
        File.WriteAllText(file, Script(edge, state));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    /// <summary>Where packets to exactly this prefix go now.</summary>
    public static IReadOnlyList<EdgeMachine> EdgesOf(string prefix)
    {
        var family = prefix.Contains(':', StringComparison.Ordinal) ? "-6" : "-4";
        var words = Shell.Run("ip", [family, "-n", AddressPlan.Core.Name, "route", "show", "exact", prefix]).Split([' ', '\n']);
        return [.. ClusterPlan.Edges.Where(e => words.Contains(e.Ipv6) || words.Contains(e.Ipv4))];
    }

    private static string Script(EdgeMachine edge, string state) => string.Create(CultureInfo.InvariantCulture, $$"""
        #!/bin/sh
        # add|remove PREFIX: an announcement is a file PREFIX@EDGE with a number that grows; the highest of a prefix is its route.
        set -eu
        exec 9>'{{state}}/.lock'; flock 9
        cd '{{state}}'
        mark=$(echo "$2" | tr / _)@{{edge.Name}}
        if [ "$1" = add ]; then
          n=$(($(cat .last 2>/dev/null || echo 0) + 1)); echo $n >.last; echo $n >"$mark"
        else
          rm -f "$mark"
        fi
        hop() { case $1/$2 in {{string.Join(' ', ClusterPlan.Edges.Select(Hops))}} esac; }
        edges=
        ip='ip -n {{AddressPlan.Core.Name}}'
        for block in $(ls | sed 's/@.*//' | sort -u); do
          prefix=$(echo $block | tr _ /)
          edge=$(for f in $block@*; do echo "$(cat $f) ${f##*@}"; done | sort -n | tail -1 | cut -d' ' -f2)
          edges="$edges $edge"
          case $prefix in
            *:*) $ip -6 route replace $prefix via $(hop $edge 6) ;;
            *) $ip route replace $prefix via $(hop $edge 4) ;;
          esac
        done
        ls | grep -q "^${mark%@*}@" || $ip route del "$2" 2>/dev/null || true
        edges=$(echo $edges | tr ' ' '\n' | sort -u)
        four= six=
        for edge in $edges; do
          four="$four nexthop via $(hop $edge 4)"; six="$six nexthop via $(hop $edge 6)"
        done
        [ -n "$four" ] || exit 0
        $ip route replace {{AddressPlan.HomeAgentIpv4Address}}/32 $four
        $ip -6 route replace {{AddressPlan.HomeAgentAddress}}/128 $six
        """);

    private static string Hops(EdgeMachine edge) => $"{edge.Name}/4) echo {edge.Ipv4};; {edge.Name}/6) echo {edge.Ipv6};;";
}
