using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DsMip.Testing;

/// <summary>
/// A private PostgreSQL of Debian's: own data directory, own address and port, gone when disposed. Commits are as durable as in production
/// (fsync and synchronous_commit stay on), so that a killed server shows what was promised and what was not.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    public const string User = "dsmip";
    public const string Password = "of the tests";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly PostgresDirectory _directory;
    private readonly string? _inside;
    private Process? _process;
    private int _databases;

    private PostgresServer(string host, int port, string? inside, string? parent)
    {
        (Host, Port, _inside) = (host, port != 0 ? port : inside is null ? FreePort(host) : 5432, inside);
        _directory = new PostgresDirectory(parent ?? Path.GetTempPath(), User, Password);
    }

    public string Host { get; }

    public int Port { get; }

    /// <summary>Where its Unix socket is: the <c>Host</c> of a connection string from outside the namespace.</summary>
    public string SocketDirectory => _directory.Path;

    /// <summary>Of the database <c>postgres</c>, as a superuser; for Npgsql.</summary>
    public string ConnectionString => ConnectionStringOf("postgres");

    /// <summary>The parent of all of its processes, while it runs.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>What the server has to say.</summary>
    public string Log => File.ReadAllText(_directory.Log);

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="host">Address to listen at.</param>
    /// <param name="port">0: any free one, in a namespace 5432.</param>
    /// <param name="inside">Name of a network namespace; null: where the test runs.</param>
    /// <param name="parent">Where the data directory is made; null: with all temporary files. /dev/shm is faster and forgets as little as a killed process does.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or does not start.</exception>
    public static PostgresServer Start(string host = "127.0.0.1", int port = 0, string? inside = null, string? parent = null)
    {
        var server = new PostgresServer(host, port, inside, parent);
        try
        {
            server.Restart();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>A new database, so that tests that share a server do not meet.</summary>
    /// <returns>Its connection string, without connection pool: the database can be dropped when its users are gone.</returns>
    public string CreateDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        Query($"CREATE DATABASE {name}");
        return ConnectionStringOf(name);
    }

    public string ConnectionStringOf(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host={Host};Port={Port};Username={User};Password={Password};Database={database}");

    /// <summary>Runs SQL through psql, an observer that shares no code with ours; answers rows as lines with | between columns.</summary>
    /// <exception cref="InvalidOperationException">The server refuses; the message holds what it said.</exception>
    public string Query(string sql, string database = "postgres") => Shell.Run(
        "env", $"PGPASSWORD={Password}", PostgresPrograms.Path("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", _directory.Path, "-p", PortText, "-U", User, "-d", database, "-c", sql).TrimEnd();

    /// <summary>What a power cut of the machine's processes does: SIGKILL to the server and all its backends, in the middle of whatever they do.</summary>
    public void Kill()
    {
        if (_process is not { } process) return;
        PostgresDirectory.KillAll(process.Id);
        Ended();
    }

    /// <summary>In order: sessions are cut, everything is written.</summary>
    public void Stop()
    {
        if (_process is not { } process) return;
        Shell.Run("kill", "-INT", process.Id.ToString(CultureInfo.InvariantCulture));
        if (!process.WaitForExit(Patience)) throw new InvalidOperationException($"PostgreSQL does not end: {Log}");
        Ended();
    }

    /// <summary>The same data again, at the same address; stops what runs.</summary>
    public void Restart()
    {
        Stop();
        string[] settings =
        [
            $"listen_addresses={Host}", $"unix_socket_directories={_directory.Path}", "max_connections=200", "shared_buffers=64MB", "max_wal_size=1GB",
            "fsync=on", "synchronous_commit=on", "logging_collector=off",
        ];
        var command = PostgresPrograms.AsOwner("postgres", ["-D", _directory.Data, "-p", PortText, .. settings.SelectMany(setting => (string[])["-c", setting])]);
        string[] words = _inside is { } inside ? ["ip", "netns", "exec", inside, .. command] : command;
        // Everything there execs the next: the process that is started becomes the server.
        _process = Shell.Start("sh", ["-c", $"cd '{_directory.Path}'; exec \"$@\" >>'{_directory.Log}' 2>&1 </dev/null", "sh", .. words]);
        var started = Stopwatch.StartNew();
        while (!Answers())
        {
            if (_process.HasExited || started.Elapsed > Patience) throw new InvalidOperationException($"PostgreSQL does not start: {Log}");
            Thread.Sleep(20);
        }
    }

    public void Dispose()
    {
        Kill();
        _directory.Remove();
    }

    private string PortText => Port.ToString(CultureInfo.InvariantCulture);

    private bool Answers()
    {
        using var asked = Shell.Start(PostgresPrograms.Path("pg_isready"), "-q", "-h", _directory.Path, "-p", PortText);
        asked.WaitForExit();
        return asked.ExitCode == 0;
    }

    private void Ended()
    {
        _process!.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    private static int FreePort(string host)
    {
        using var listener = new TcpListener(IPAddress.Parse(host), 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
