using DsMip.HomeAgent.Core.Switching;

namespace DsMip.HomeAgent.Persistence;

/// <summary>The switch of all mobile nodes in the SQLite file of the journal.</summary>
public sealed class SqliteSwitchOfAllStore(SqliteDatabase database) : ISwitchOfAllStore
{
    private const string Write =
        "INSERT INTO switch_of_all (only_row, version, run) VALUES (1, $version, $run) ON CONFLICT (only_row) DO UPDATE SET version = $version, run = $run WHERE switch_of_all.version = $version - 1";

    public Task<SwitchOfAll?> ReadAsync(CancellationToken cancellation)
    {
        using var connection = database.Open();
        using var command = connection.Command("SELECT run FROM switch_of_all");
        return Task.FromResult(command.ExecuteScalar() is string text ? SwitchOfAllRow.Read(text) : null);
    }

    public Task<bool> TryWriteAsync(SwitchOfAll run, CancellationToken cancellation)
    {
        using var connection = database.Open();
        return Task.FromResult(connection.Execute(Write, ("$version", run.Version), ("$run", SwitchOfAllRow.Write(run))) == 1);
    }
}
