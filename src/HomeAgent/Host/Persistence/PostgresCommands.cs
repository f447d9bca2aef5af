using System.Globalization;
using Npgsql;

namespace DsMip.HomeAgent.Persistence;

internal static class PostgresCommands
{
    /// <summary>For what goes through a whole table, or waits for somebody who does.</summary>
    public static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(5);

    /// <summary>May take <see cref="LongPatience"/>.</summary>
    public static NpgsqlCommand Patiently(this NpgsqlCommand command)
    {
        command.CommandTimeout = (int)LongPatience.TotalSeconds;
        return command;
    }

    /// <param name="parameters">$1, $2 and so on.</param>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object> parameters)
    {
#pragma warning disable CA2100 // Every caller passes a constant or a migration; values go by parameter.
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var value in parameters) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    public static int Execute(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object> parameters)
    {
        using var command = connection.Command(sql, parameters).Patiently();
        return command.ExecuteNonQuery();
    }

    /// <summary>A number; 0 for NULL and for no row.</summary>
    public static long Scalar(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object> parameters)
    {
        using var command = connection.Command(sql, parameters);
        return command.ExecuteScalar() is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;
    }
}
