using System.Data.Common;
using System.Net;
using DsMip.Configuration;
using Npgsql;

namespace DsMip.HomeAgent.Persistence;

/// <summary>The operator's connection string, and what we set where it says nothing.</summary>
internal static class PostgresConnectionString
{
    // A server that is gone is noticed within seconds: mobile nodes send their Binding Updates again and again meanwhile.
    private static readonly (string Keyword, string Value)[] Defaults =
    [
        ("Timeout", "5"),
        ("Command Timeout", "10"),
        ("Keepalive", "5"),
        ("Max Auto Prepare", "40"),
        ("Application Name", "dsmip-ha"),
        // Of all but the journal and leases; see PostgresPools.
        ("Maximum Pool Size", "10"),
        // Npgsql would ask Kerberos first, which asks DNS for the server's name, and waits for the answer longer than we do.
        ("GSS Encryption Mode", "Disable"),
    ];

    /// <summary>It goes to another machine, and says nothing of encryption: Npgsql encrypts then if the server does, and nobody checks.</summary>
    public static bool MayBeInTheClear(string text)
    {
        var given = new NpgsqlConnectionStringBuilder(text);
        var named = new DbConnectionStringBuilder { ConnectionString = given.ConnectionString };
        return !named.ContainsKey("SSL Mode") && (given.Host ?? "").Split(',').Any(IsElsewhere);
    }

    /// <summary>A path names a socket of this machine. Names are not looked up.</summary>
    private static bool IsElsewhere(string host) =>
        host is not ("" or "localhost") && host[0] is not ('/' or '@') && !(IPEndPoint.TryParse(host, out var address) && IPAddress.IsLoopback(address.Address));

    /// <param name="key">Whose value it is.</param>
    /// <exception cref="ConfigurationException">It is malformed, or names no server.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text, string key)
    {
        try
        {
            var given = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrWhiteSpace(given.Host)) throw new ConfigurationException(key, "names no server, such as Host=db.example.net");
            // Canonical keywords, whatever aliases were used.
            var named = new DbConnectionStringBuilder { ConnectionString = given.ConnectionString };
            foreach (var (keyword, value) in Defaults)
                if (!named.ContainsKey(keyword)) given[keyword] = value;
            return given;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException)
        {
            throw new ConfigurationException(key, e.Message.ReplaceLineEndings(" "));
        }
    }
}
