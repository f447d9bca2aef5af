using Npgsql;

namespace DsMip.HomeAgent.Persistence;

/// <summary>One row of one number. An update of a row waits for the one before it, so that of several who claim the same count one is right.</summary>
internal sealed class PostgresFounding(NpgsqlDataSource source) : IFoundingRecord
{
    public async Task<long> ReadAsync(CancellationToken cancellation)
    {
        var command = source.CreateCommand("SELECT count FROM cluster_signs");
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) as long? ?? 0;
        }
    }

    public async Task<bool> TryClaimAsync(long count, CancellationToken cancellation)
    {
        var command = source.CreateCommand("UPDATE cluster_signs SET count = count + 1 WHERE count = $1");
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = count });
            return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false) == 1;
        }
    }

    public async Task BeatAsync(CancellationToken cancellation)
    {
        var command = source.CreateCommand("UPDATE cluster_signs SET count = count + 1");
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }
}
