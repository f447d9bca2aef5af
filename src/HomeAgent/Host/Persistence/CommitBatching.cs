using System.Data.Common;
using LinqToDB.Interceptors;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Makes the journal commit in batches. Microsoft.Data.Sqlite completes its asynchronous calls synchronously, so the writer would never let
/// go of its thread, never see a second event waiting, and pay one disk flush per event: seven times slower.
/// </summary>
internal sealed class CommitBatching : ConnectionInterceptor
{
    public override async Task ConnectionOpeningAsync(ConnectionEventData eventData, DbConnection connection, CancellationToken cancellationToken) =>
        await Task.Yield();

    public override async Task ConnectionOpenedAsync(ConnectionEventData eventData, DbConnection connection, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = SqliteDatabase.Pragmas;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override void ConnectionOpened(ConnectionEventData eventData, DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = SqliteDatabase.Pragmas;
        command.ExecuteNonQuery();
    }
}
