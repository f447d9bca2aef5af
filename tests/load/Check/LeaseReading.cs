using Npgsql;

namespace DsMip.Load;

/// <summary>Looks for leased IPv4 home addresses that two mobile nodes have, and for leased prefixes that overlap.</summary>
public sealed class LeaseReading(string connectionString)
{
    /// <summary>One address in two rows, or two prefixes with an address in common.</summary>
    public const string LeasedTwice = "leased twice";

    private const string Exists = "SELECT to_regclass('ipv4_prefix_leases') IS NOT NULL";

    private const string Twice = """
        SELECT address::text, string_agg(home_address::text, ' and ') FROM ipv4_leases GROUP BY address HAVING COUNT(*) > 1
        UNION ALL
        SELECT one.first::text || '/' || one.length, one.home_address || ' and ' || other.home_address
        FROM ipv4_prefix_leases AS one JOIN ipv4_prefix_leases AS other ON one.first < other.first AND one.last >= other.first
        """;

    /// <exception cref="NpgsqlException">The server cannot be reached, or refuses.</exception>
    public void Check(Violations violations)
    {
        using var source = NpgsqlDataSource.Create(connectionString);
        using var exists = source.CreateCommand(Exists);
        if (exists.ExecuteScalar() is not true) return;
        using var command = source.CreateCommand(Twice);
        using var reader = command.ExecuteReader();
        while (reader.Read()) violations.Add(LeasedTwice, $"{reader.GetString(0)} to {reader.GetString(1)}");
    }
}
