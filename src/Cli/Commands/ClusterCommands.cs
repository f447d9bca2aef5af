using System.CommandLine;

namespace DsMip.Cli.Commands;

/// <summary><c>dsmip cluster</c> and <c>dsmip shards</c>.</summary>
internal static class ClusterCommands
{
    public static Command Cluster()
    {
        var command = new Command("cluster", "Members of the cluster");
        command.SetAction(async (parsed, stop) =>
        {
            using var home = Connection.Open(parsed);
            var cluster = (await home.SendAsync(HttpMethod.Get, "cluster", null, stop).ConfigureAwait(false)).Body;
            if (Connection.WantsJson(parsed)) Output.WriteJson(cluster);
            else Output.Show(parsed, cluster.GetProperty("members"), ("ADDRESS", "address"), ("STATUS", "status"), ("REACHABLE", "isReachable"), ("ROLES", "roles"), ("EDGE", "edge"));
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Shards()
    {
        var command = new Command("shards", "Where the shards of bindings are");
        command.SetAction((parsed, stop) => Requests.ListAsync(parsed, "cluster/shards", null, stop, ("SHARD", "shard"), ("MEMBER", "member"), ("ENTITIES", "entities")));
        return command;
    }
}
