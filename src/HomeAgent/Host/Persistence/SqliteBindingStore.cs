using DsMip.Wire;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace DsMip.HomeAgent.Persistence;

public sealed class SqliteBindingStore(SqliteDatabase database) : IBindingStore
{
    // With MAX(), SQLite takes the other columns from the row that holds the maximum (sqlite.org/lang_select.html, "bare columns").
    private const string NewestOfEach =
        """
        SELECT persistence_id, MAX(sequence_number), message FROM journal
        WHERE persistence_id > $after AND persistence_id < 'bce}' AND deleted = 0 AND manifest = 'b1'
        GROUP BY persistence_id ORDER BY persistence_id LIMIT $limit
        """;

    private const string NewestOfOne =
        """
        SELECT persistence_id, sequence_number, message FROM journal
        WHERE persistence_id = $id AND deleted = 0 AND manifest = 'b1' ORDER BY sequence_number DESC LIMIT 1
        """;

    // A row is looked at once, when it is new, and takes its predecessors with it; rows at rest cost nothing.
    private const string DeleteReplaced =
        """
        DELETE FROM journal WHERE ordering IN (
            SELECT older.ordering FROM journal AS newer
            JOIN journal AS older ON older.persistence_id = newer.persistence_id AND older.sequence_number < newer.sequence_number
            WHERE newer.ordering > $from AND newer.ordering <= $upto)
        """;

    public IReadOnlyList<StoredBinding> Newest(string after, int limit)
    {
        using var connection = database.Open();
        using var command = connection.Command(NewestOfEach, ("$after", after.Length == 0 ? PersistenceId.Prefix : after), ("$limit", limit));
        return Read(command);
    }

    public StoredBinding? Newest(Ipv6Address homeAddress)
    {
        using var connection = database.Open();
        using var command = connection.Command(NewestOfOne, ("$id", PersistenceId.Of(homeAddress)));
        return Read(command).SingleOrDefault();
    }

    public (long Upto, int Removed) RemoveReplaced(long from, int batch)
    {
        using var connection = database.Open();
        var upto = connection.Scalar(
            "SELECT MAX(ordering) FROM (SELECT ordering FROM journal WHERE ordering > $from ORDER BY ordering LIMIT $batch)",
            ("$from", from), ("$batch", batch));
        return upto == 0 ? (from, 0) : (upto, connection.Execute(DeleteReplaced, ("$from", from), ("$upto", upto)));
    }

    public void Probe()
    {
        using var connection = database.Open();
        connection.Scalar("SELECT COUNT(*) FROM (SELECT 1 FROM journal LIMIT 1)");
    }

    private static List<StoredBinding> Read(SqliteCommand command)
    {
        var rows = new List<StoredBinding>();
        using var reader = command.ExecuteReader();
        while (reader.Read()) rows.Add(new StoredBinding(reader.GetString(0), reader.GetInt64(1), Decode(reader.GetFieldValue<byte[]>(2))));
        return rows;
    }

    private static BindingCacheEntryState? Decode(byte[] message)
    {
        try
        {
            return BindingCacheEntrySerializer.FromBytes(message);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException)
        {
            return null;
        }
    }
}
