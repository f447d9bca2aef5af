using System.Text.Json.Nodes;
using DsMip.Lab.Topology;
using DsMip.Lab.Topology.Sites;

namespace DsMip.Lab.Cluster;

/// <summary>What every process of the cluster is told, and what each is told besides.</summary>
/// <param name="ConnectionString">Of the database, as the management network reaches it.</param>
/// <param name="KeyFile">Under which keys of mobile nodes are encrypted in the database.</param>
public sealed record ClusterSettings(string ConnectionString, string KeyFile, ClusterCertificates Certificates, CoreRoutes Routes)
{
    /// <summary>The last change of every configuration.</summary>
    public Action<JsonObject>? Change { get; init; }

    public JsonObject Control(ClusterMachine machine) => Changed(Common(machine, "control", "admin"));

    public JsonObject Edge(EdgeMachine machine)
    {
        var configuration = Common(machine, "edge");
        configuration["Edge"] = new JsonObject { ["Name"] = machine.Name, ["RouteCommand"] = Routes.CommandOf(machine) };
        return Changed(configuration);
    }

    private JsonObject Common(ClusterMachine machine, params string[] roles) => new()
    {
        ["HomeAgentAddress"] = AddressPlan.HomeAgentAddress,
        ["HomeAgentIpv4Address"] = AddressPlan.HomeAgentIpv4Address,
        ["HomePrefix"] = AddressPlan.HomePrefix,
        ["Ipv4HomePrefix"] = AddressPlan.Ipv4HomePrefix,
        ["Ipv4Pool"] = AddressPlan.Ipv4Pool,
        ["Roles"] = Texts(roles),
        ["Store"] = new JsonObject { ["Provider"] = "PostgreSql", [nameof(ConnectionString)] = ConnectionString, [nameof(KeyFile)] = KeyFile },
        ["Admin"] = new JsonObject { ["Listen"] = "http://127.0.0.1:8191" },
        ["Edges"] = new JsonArray([.. ClusterPlan.Edges.Select(e => (JsonNode)new JsonObject { ["Name"] = e.Name, ["Blocks"] = Texts(e.Blocks) })]),
        ["Cluster"] = new JsonObject
        {
            ["Host"] = machine.Address,
            ["Port"] = ClusterPlan.ClusterPort,
            ["Seeds"] = Texts(ClusterPlan.Controls.Select(c => $"{c.Address}:{ClusterPlan.ClusterPort}")),
            ["Tls"] = new JsonObject
            {
                ["Certificate"] = Certificates.Certificate(machine),
                ["PrivateKey"] = Certificates.PrivateKey(machine),
                ["CaCertificate"] = Certificates.CaCertificate,
            },
        },
    };

    private JsonObject Changed(JsonObject configuration)
    {
        Change?.Invoke(configuration);
        return configuration;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];
}
