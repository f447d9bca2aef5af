using System.Diagnostics;
using DsMip.HomeAgent.Persistence;

namespace DsMip.Bench.Durable;

/// <summary>
/// What the machine and its PostgreSQL can do at best: the rows of the journal by plain prepared INSERTs of a hundred rows, each a commit, by three
/// connections, with nothing else to do.
/// </summary>
internal sealed class RawInserts(string connectionString)
{
    private const int Connections = 3;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    /// <summary>The home agent's tables, in a database of their own.</summary>
    public void Prepare()
    {
        using var database = new PostgresDatabase(connectionString);
        database.Migrate(PostgresSchema.Migrations);
    }

    /// <summary>Connects from the namespace of the calling thread.</summary>
    /// <param name="message">Of a row of the home agent's.</param>
    /// <param name="round">Rows of one round do not meet those of another.</param>
    /// <returns>Rows a second.</returns>
    public double Measure(byte[] message, int round)
    {
        var inserters = Enumerable.Range(0, Connections).Select(number => new RawInserter(connectionString, message, round * Connections + number)).ToList();
        var clock = Stopwatch.StartNew();
        foreach (var inserter in inserters) inserter.Start(clock, Duration);
        return inserters.Sum(inserter => inserter.Join()) / clock.Elapsed.TotalSeconds;
    }
}
