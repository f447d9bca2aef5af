namespace DsMip.HomeAgent.Admin.Cluster;

/// <summary>The cluster as this process sees it.</summary>
/// <param name="Leader">Address of the member that lets others in; null: there is none at the moment.</param>
public sealed record ClusterJson(string Self, string? Leader, IReadOnlyList<MemberJson> Members);

/// <param name="Address">Such as akka.ssl.tcp://dsmip@ha1:4055.</param>
/// <param name="Status"><c>Joining</c>, <c>WeaklyUp</c>, <c>Up</c>, <c>Leaving</c>, <c>Exiting</c>, <c>Down</c> or <c>Removed</c>.</param>
/// <param name="Roles"><c>control</c>, <c>edge</c>, <c>admin</c>.</param>
/// <param name="Edge">Which edge it is; null: none.</param>
public sealed record MemberJson(string Address, string Status, bool IsReachable, IReadOnlyList<string> Roles, string? Edge);

/// <summary>A shard of binding cache entries.</summary>
/// <param name="Member">Where it is.</param>
/// <param name="Entities">Mobile nodes whose entity is awake there.</param>
public sealed record ShardJson(string Shard, string Member, int Entities);
