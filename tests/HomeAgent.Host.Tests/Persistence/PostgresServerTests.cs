namespace DsMip.HomeAgent.Host.Tests.Persistence;

public sealed class PostgresServerTests
{
    [Fact]
    public void What_was_committed_survives_a_killed_server()
    {
        string directory;
        using (var server = PostgresServer.Start())
        {
            directory = server.Query("SHOW data_directory");
            Assert.Equal("on|on", server.Query("SELECT current_setting('fsync'), current_setting('synchronous_commit')"));
            server.Query("CREATE TABLE kept (n int); INSERT INTO kept SELECT generate_series(1, 1000)");
            server.Kill();
            Assert.Throws<InvalidOperationException>(() => server.Query("SELECT 1"));
            server.Restart();
            Assert.Equal("1000", server.Query("SELECT COUNT(*) FROM kept"));
            server.Stop();
            server.Restart();
            Assert.Equal("1000", server.Query("SELECT COUNT(*) FROM kept"));
        }
        Assert.False(System.IO.Directory.Exists(directory));
    }

    [NamespaceFact]
    public void A_server_in_a_namespace_listens_there()
    {
        using var inside = NetworkNamespace.Create();
        using var server = PostgresServer.Start(inside: inside.Name);
        Assert.Contains("127.0.0.1:5432", inside.Execute("ss", "-ltn"), StringComparison.Ordinal);
    }
}
