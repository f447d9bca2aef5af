using System.Diagnostics;
using System.Globalization;
using System.Text;
using DsMip.HomeAgent.Persistence;
using Npgsql;

namespace DsMip.Bench.Durable;

/// <summary>One connection that inserts rows as fast as it can, on a thread of its own.</summary>
internal sealed class RawInserter
{
    private const int Rows = 100;
    private const string Columns = "created, deleted, persistence_id, sequence_number, message, manifest, identifier, tags, writer_uuid";
    private static readonly string[] Types = ["bigint", "boolean", "text", "bigint", "bytea", "text", "integer", "text", "text"];
    private readonly string _writer = Guid.NewGuid().ToString();
    private readonly NpgsqlConnection _connection;
    private readonly byte[] _message;
    private readonly int _number;
    private Thread? _thread;
    private long _inserted;

    public RawInserter(string connectionString, byte[] message, int number)
    {
        (_message, _number) = (message, number);
        _connection = new NpgsqlConnection(connectionString);
        _connection.Open();
    }

    public void Start(Stopwatch clock, TimeSpan duration)
    {
        _thread = new Thread(() => Run(clock, duration));
        _thread.Start();
    }

    /// <returns>Rows that are committed.</returns>
    public long Join()
    {
        _thread!.Join();
        _connection.Dispose();
        return _inserted;
    }

    private void Run(Stopwatch clock, TimeSpan duration)
    {
        using var command = new NpgsqlCommand(Statement(), _connection);
        for (var i = 0; i < Rows * Types.Length; i++) command.Parameters.Add(new NpgsqlParameter { DataTypeName = Types[i % Types.Length] });
        command.Prepare();
        while (clock.Elapsed < duration)
        {
            for (var row = 0; row < Rows; row++) Fill(command.Parameters, row);
            command.ExecuteNonQuery();
            _inserted += Rows;
        }
    }

    private static string Statement()
    {
        var text = new StringBuilder($"INSERT INTO journal ({Columns}) VALUES ");
        for (var row = 0; row < Rows; row++)
        {
            text.Append(row == 0 ? "(" : ",(");
            for (var column = 0; column < Types.Length; column++)
                text.Append(CultureInfo.InvariantCulture, $"{(column == 0 ? "" : ",")}${row * Types.Length + column + 1}");
            text.Append(')');
        }
        return text.ToString();
    }

    private void Fill(NpgsqlParameterCollection parameters, int row)
    {
        object[] values =
        [
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), false, string.Create(CultureInfo.InvariantCulture, $"bce|2001:db8:1::{_number:x}:{row:x}"),
            _inserted / Rows + 1, _message, "b1", BindingCacheEntrySerializer.SerializerIdentifier, "", _writer,
        ];
        for (var column = 0; column < values.Length; column++) parameters[row * Types.Length + column].Value = values[column];
    }
}
