using DsMip.Configuration;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

public sealed class SqliteFileTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_file_of_a_newer_version_is_refused()
    {
        _store.Execute("PRAGMA user_version = 99");
        var error = Assert.Throws<ConfigurationException>(() => Stores.Open(_store.Options));
        Assert.Equal("Store:ConnectionString", error.Key);
    }

    [Theory]
    [InlineData("Data Source=/proc/nowhere/dsmip.db")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Filename")]
    [InlineData("")]
    public void A_store_that_cannot_be_used_is_named(string connectionString)
    {
        var error = Assert.Throws<ConfigurationException>(() => Stores.Open(new StoreOptions(StoreProvider.Sqlite, connectionString)));
        Assert.Equal("Store:ConnectionString", error.Key);
        Assert.DoesNotContain('\n', error.Message);
    }
}
