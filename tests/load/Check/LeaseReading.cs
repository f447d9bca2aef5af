using DsMip.Wire;
using Npgsql;

namespace DsMip.Load;

/// <summary>
/// Does whoever is bound to a leased IPv4 home address have the lease? The table of leases keeps two owners of one address out by itself; what it
/// does not keep out is a binding that goes on without one, so that somebody else is given its address.
/// </summary>
public sealed class LeaseReading(string connectionString)
{
    /// <summary>Bound to a dynamic address that is free, or somebody else's.</summary>
    public const string NotLeased = "bound without its lease";

    private const string Owners = "SELECT address, home_address FROM ipv4_leases WHERE home_address IS NOT NULL";

    /// <param name="inForce">As the journal has them.</param>
    /// <exception cref="NpgsqlException">The server cannot be reached, or refuses.</exception>
    public void Check(IEnumerable<HeldBinding> inForce, Violations violations)
    {
        var leased = inForce.Where(binding => binding.IsLeased).ToList();
        if (leased.Count == 0) return;
        var owners = Read();
        foreach (var binding in leased)
        {
            if (binding.Ipv4HomeAddress is not { } address || owners.TryGetValue(address, out var owner) && owner == binding.HomeAddress) continue;
            violations.Add(NotLeased, $"{binding.HomeAddress} to {address}");
        }
    }

    private Dictionary<Ipv4Address, Ipv6Address> Read()
    {
        using var source = NpgsqlDataSource.Create(connectionString);
        using var command = source.CreateCommand(Owners);
        using var reader = command.ExecuteReader();
        var owners = new Dictionary<Ipv4Address, Ipv6Address>();
        while (reader.Read()) owners[new Ipv4Address((uint)reader.GetInt64(0))] = Ipv6Address.Parse(reader.GetString(1));
        return owners;
    }
}
