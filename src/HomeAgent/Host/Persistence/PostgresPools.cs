using Npgsql;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Who waits for whose connections. Entities that start in a crowd ask for their leases all at once, and a journal that waits for its disk holds what it
/// has: with pools of their own they wait for themselves, and signs of life, recovery, edges and the directory, which are a few statements at a time, do
/// not wait at all. All pools of three control nodes and a few edges stay below the 97 connections that a PostgreSQL server gives by default.
/// </summary>
internal static class PostgresPools
{
    /// <summary>More would not make the table of leases any faster.</summary>
    public const int Leases = 8;

    /// <param name="parallelism">Batches that the journal writes at the same time; two more are for rows that it reads in its own way.</param>
    public static int Journal(int parallelism) => parallelism + 2;

    /// <summary>The same server, with a pool of that size to itself.</summary>
    public static string Sized(string connectionString, int size)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = size };
        builder.MinPoolSize = Math.Min(builder.MinPoolSize, size);
        return builder.ConnectionString;
    }
}
