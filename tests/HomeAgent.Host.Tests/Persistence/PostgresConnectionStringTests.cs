using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

public sealed class PostgresConnectionStringTests
{
    [Theory]
    [InlineData("Host=db.example.org", true)]
    [InlineData("Host=192.0.2.1", true)]
    [InlineData("Host=localhost,db.example.org", true)]
    [InlineData("Host=[2001:db8::1]:5432", true)]
    [InlineData("Host=db.example.org;SSL Mode=Require", false)]
    [InlineData("Host=db.example.org;SslMode=Disable", false)]
    [InlineData("Host=localhost", false)]
    [InlineData("Host=127.0.0.1", false)]
    [InlineData("Host=127.0.0.2:5433", false)]
    [InlineData("Host=::1", false)]
    [InlineData("Host=/run/postgresql", false)]
    [InlineData("Host=@abstract", false)]
    public void What_goes_to_another_machine_and_says_nothing_of_encryption_is_told(string text, bool isTold) =>
        Assert.Equal(isTold, PostgresConnectionString.MayBeInTheClear(text));
}
