using DsMip.Wire;
using Google.Protobuf;
using Npgsql;
using Protocol = DsMip.HomeAgent.Persistence.Protocol;

namespace DsMip.Load;

/// <summary>
/// Reads the journal of a cluster from PostgreSQL, by SQL of its own. The home agents' janitor removes rows that newer ones replaced, and with them
/// what they could tell of owners.
/// </summary>
public sealed class JournalReading(string connectionString)
{
    private const string Rows = """
        SELECT persistence_id, sequence_number, ordering, COALESCE(writer_uuid, ''), created, message, max(ordering) OVER (PARTITION BY writer_uuid) FROM journal
        WHERE persistence_id LIKE 'bce|%' ORDER BY persistence_id, sequence_number, ordering
        """;

    /// <summary>Every row goes to <paramref name="owners"/>; what is answered is what the newest row of each entity holds.</summary>
    /// <exception cref="NpgsqlException">The server cannot be reached, or refuses.</exception>
    public IReadOnlyList<HeldBinding> Read(OwnerCheck owners)
    {
        using var source = NpgsqlDataSource.Create(connectionString);
        using var command = source.CreateCommand(Rows);
        using var reader = command.ExecuteReader();
        var held = new List<HeldBinding>();
        var (entity, newest) = ("", Array.Empty<byte>());
        while (reader.Read())
        {
            var row = new JournalRow(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3), new DateTime(reader.GetInt64(4), DateTimeKind.Utc), reader.GetInt64(6));
            owners.Add(row);
            if (row.PersistenceId != entity) Keep(newest, held);
            (entity, newest) = (row.PersistenceId, reader.GetFieldValue<byte[]>(5));
        }
        Keep(newest, held);
        return held;
    }

    private static void Keep(byte[] message, List<HeldBinding> held)
    {
        if (message.Length > 0 && Convert(message) is { } binding) held.Add(binding);
    }

    /// <summary>Null: the row remembers nothing but ESP numbers.</summary>
    internal static HeldBinding? Convert(byte[] message)
    {
        var state = Protocol.BindingCacheEntryState.Parser.ParseFrom(message);
        if (state.Binding is not { } binding) return null;
        var ingress = binding.Ingress ?? new Protocol.Ingress();
        return new HeldBinding(
            Address(state.HomeAddress), (ushort)binding.Sequence, new IpAddress(Address(binding.CareOfAddress)), new IpAddress(Address(ingress.Remote)),
            (ushort)ingress.RemotePort, DateTimeOffset.FromUnixTimeMilliseconds(binding.Expires), !binding.Deregistered,
            [.. HomeAddress(binding), .. Networks(binding)])
        {
            Leased = [.. binding.Ipv4Home is { Dynamic: true } ? HomeAddress(binding) : [], .. binding.Ipv4PrefixLeased ? Networks(binding) : []],
        };
    }

    private static IEnumerable<Ipv4Prefix> HomeAddress(Protocol.Binding binding) => binding.Ipv4Home is { } ipv4 ? [new Ipv4Prefix(new Ipv4Address(ipv4.Address), 32)] : [];

    private static IEnumerable<Ipv4Prefix> Networks(Protocol.Binding binding) =>
        binding.Ipv4Networks.Select(network => new Ipv4Prefix(new Ipv4Address(network.Address), (int)network.Length));

    private static Ipv6Address Address(ByteString bytes) => bytes.Length == Ipv6Address.Size ? Ipv6Address.Read(bytes.Span) : default;
}
