using DsMip.HomeAgent.Core.Switching;
using Npgsql;

namespace DsMip.HomeAgent.Persistence;

/// <summary>The switch of all mobile nodes in PostgreSQL.</summary>
public sealed class PostgresSwitchOfAllStore(PostgresDatabase database) : ISwitchOfAllStore
{
    private const string Write =
        "INSERT INTO switch_of_all (only_row, version, run) VALUES (1, $1, $2) ON CONFLICT (only_row) DO UPDATE SET version = $1, run = $2 WHERE switch_of_all.version = $1 - 1";

    public async Task<SwitchOfAll?> ReadAsync(CancellationToken cancellation)
    {
        var command = database.Source.CreateCommand("SELECT run FROM switch_of_all");
        await using (command.ConfigureAwait(false))
            return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is string text ? SwitchOfAllRow.Read(text) : null;
    }

    public async Task<bool> TryWriteAsync(SwitchOfAll run, CancellationToken cancellation)
    {
        var command = database.Source.CreateCommand(Write);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = run.Version });
            command.Parameters.Add(new NpgsqlParameter { Value = SwitchOfAllRow.Write(run) });
            return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false) == 1;
        }
    }
}
