using Npgsql;

namespace DsMip.HomeAgent.Persistence;

/// <summary>One row. An update of a row waits for the one before it, so that of several who claim the same count one is right.</summary>
internal sealed class PostgresFounding(NpgsqlDataSource source) : IFoundingRecord
{
    public async Task<ClusterSigns> ReadAsync(CancellationToken cancellation)
    {
        var command = source.CreateCommand("SELECT count, founding FROM cluster_signs");
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await reader.ReadAsync(cancellation).ConfigureAwait(false) ? new ClusterSigns(reader.GetInt64(0), reader.GetGuid(1)) : default;
            }
        }
    }

    public async Task<Guid?> TryClaimAsync(long count, CancellationToken cancellation)
    {
        var founding = Guid.NewGuid();
        return await UpdateAsync("UPDATE cluster_signs SET count = count + 1, founding = $1 WHERE count = $2", cancellation, founding, count).ConfigureAwait(false)
            ? founding
            : null;
    }

    public Task<bool> BeatAsync(Guid founding, CancellationToken cancellation) =>
        UpdateAsync("UPDATE cluster_signs SET count = count + 1 WHERE founding = $1", cancellation, founding);

    private async Task<bool> UpdateAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        var command = source.CreateCommand(sql);
        await using (command.ConfigureAwait(false))
        {
            foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
            return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false) == 1;
        }
    }
}
