using DsMip.Wire;
using Npgsql;

namespace DsMip.Load;

/// <summary>
/// Does whoever is bound to a leased IPv4 home address or prefix have the lease? The tables of leases keep two owners out by themselves; what they
/// do not keep out is a binding that goes on without one, so that somebody else is given what it has.
/// </summary>
public sealed class LeaseReading(string connectionString)
{
    /// <summary>Bound to a dynamic address or prefix that is free, or somebody else's.</summary>
    public const string NotLeased = "bound without its lease";

    private const string Owners = """
        SELECT address, 32, home_address FROM ipv4_leases WHERE home_address IS NOT NULL
        UNION ALL SELECT first, length, home_address FROM ipv4_prefix_leases WHERE bound
        """;

    /// <param name="inForce">As the journal has them.</param>
    /// <exception cref="NpgsqlException">The server cannot be reached, or refuses.</exception>
    public void Check(IEnumerable<HeldBinding> inForce, Violations violations)
    {
        var withLease = inForce.Where(binding => binding.Leased.Count > 0).ToList();
        if (withLease.Count == 0) return;
        var owners = Read();
        foreach (var binding in withLease)
        {
            foreach (var leased in binding.Leased)
                if (!owners.TryGetValue(leased, out var owner) || owner != binding.HomeAddress) violations.Add(NotLeased, $"{binding.HomeAddress} to {leased}");
        }
    }

    private Dictionary<Ipv4Prefix, Ipv6Address> Read()
    {
        using var source = NpgsqlDataSource.Create(connectionString);
        using var command = source.CreateCommand(Owners);
        using var reader = command.ExecuteReader();
        var owners = new Dictionary<Ipv4Prefix, Ipv6Address>();
        while (reader.Read()) owners[new Ipv4Prefix(new Ipv4Address((uint)reader.GetInt64(0)), reader.GetInt32(1))] = Ipv6Address.Parse(reader.GetString(2));
        return owners;
    }
}
