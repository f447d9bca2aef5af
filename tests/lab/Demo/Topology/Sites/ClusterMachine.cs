namespace DsMip.Lab.Topology.Sites;

/// <summary>A machine of the cluster.</summary>
/// <param name="Name">Also the last part of its namespace's name.</param>
/// <param name="Address">On the management network, IPv4.</param>
public record ClusterMachine(string Name, string Address)
{
    public NetworkNamespace Space { get; } = new(AddressPlan.NamespacePrefix + Name);
}
