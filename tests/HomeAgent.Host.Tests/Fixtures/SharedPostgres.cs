namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>One server for all tests of a run, each with a database of its own.</summary>
internal static class SharedPostgres
{
    private static readonly Lazy<PostgresServer> Server = new(Start);

    public static string CreateDatabase() => Server.Value.CreateDatabase();

    private static PostgresServer Start()
    {
        var server = PostgresServer.Start(parent: System.IO.Directory.Exists("/dev/shm") ? "/dev/shm" : null);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        return server;
    }
}
