using DsMip.Configuration;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Host.Tests.Options;

/// <summary>Nothing listens where others could use it unprotected.</summary>
public sealed class AdminOptionsTests
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    [Theory]
    [InlineData("http://127.0.0.1:8191")]
    [InlineData("http://127.1.2.3:80")]
    [InlineData("http://[::1]:8191")]
    [InlineData("http://localhost:8191")]
    public void Loopback_needs_nothing(string listen)
    {
        var admin = Configured.Options(("Admin:Listen", listen)).Admin;
        Assert.True(admin.IsOpen);
        Assert.Null(admin.Tls);
    }

    [Fact]
    public void Who_has_no_api_may_show_its_health_to_everybody() =>
        Assert.Equal("http://0.0.0.0:8191", Configured.Options(("Roles", "control"), ("Admin:Listen", "http://0.0.0.0:8191")).Admin.Listen.OriginalString);

    [Fact]
    public void Others_need_tls_and_tokens()
    {
        var admin = Configured.Options(
            ("Admin:Listen", "https://[::]:8443"), ("Admin:Tls:Certificate", "a.pem"), ("Admin:Tls:PrivateKey", "a.key"),
            ("Admin:Tokens:0:Name", "alice"), ("Admin:Tokens:0:Sha256", Hash), ("Admin:Tokens:0:Scope", "write"),
            ("Admin:HealthListen", "http://0.0.0.0:9191")).Admin;
        Assert.False(admin.IsOpen);
        var token = Assert.Single(admin.Tokens);
        Assert.Equal(("alice", AdminScope.Write, 32), (token.Name, token.Scope, token.Sha256.Length));
        Assert.Equal(9191, admin.HealthListen?.Port);
    }

    [Theory]
    [InlineData("Admin:Listen", "Admin:Listen=http://0.0.0.0:8191")]
    [InlineData("Admin:Listen", "Admin:Listen=http://ha1.example.org:8191")]
    [InlineData("Admin:Listen", "Admin:Listen=http://127.0.0.1:8191/api")]
    [InlineData("Admin:Tls:Certificate", "Admin:Listen=https://127.0.0.1:8443")]
    [InlineData("Admin:Tls:PrivateKey", "Admin:Listen=https://127.0.0.1:8443", "Admin:Tls:Certificate=a.pem")]
    [InlineData("Admin:Tls", "Admin:Tls:Certificate=a.pem", "Admin:Tls:PrivateKey=a.key")]
    [InlineData("Admin:Tokens", "Admin:Listen=https://0.0.0.0:8443", "Admin:Tls:Certificate=a.pem", "Admin:Tls:PrivateKey=a.key")]
    [InlineData("Admin:HealthListen", "Admin:HealthListen=https://0.0.0.0:9191")]
    [InlineData("Admin:HealthListen", "Admin:HealthListen=http://0.0.0.0:8191", "Admin:Listen=http://127.0.0.1:8191")]
    [InlineData("Admin:Tokens:0:Name", "Admin:Tokens:0:Sha256=" + Hash)]
    [InlineData("Admin:Tokens:0:Sha256", "Admin:Tokens:0:Name=a")]
    [InlineData("Admin:Tokens:0:Sha256", "Admin:Tokens:0:Name=a", "Admin:Tokens:0:Sha256=secret")]
    [InlineData("Admin:Tokens:0:Scope", "Admin:Tokens:0:Name=a", "Admin:Tokens:0:Sha256=" + Hash, "Admin:Tokens:0:Scope=all")]
    [InlineData("Admin:Tokens:1:Name", "Admin:Tokens:0:Name=a", "Admin:Tokens:0:Sha256=" + Hash, "Admin:Tokens:1:Name=a", "Admin:Tokens:1:Sha256=" + Hash)]
    [InlineData("Admin:Tokens:0:Name", "Admin:Tokens:0:Name=oidc:alice", "Admin:Tokens:0:Sha256=" + Hash)]
    [InlineData("Admin:Tokens:0:Name", "Admin:Tokens:0:Name=Loopback", "Admin:Tokens:0:Sha256=" + Hash)]
    [InlineData("Admin:KeepAuditDays", "Admin:KeepAuditDays=-1")]
    [InlineData("Admin:Oidc:Audience", "Admin:Oidc:Authority=https://login.example.org")]
    [InlineData("Admin:Oidc:Authority", "Admin:Oidc:Audience=dsmip")]
    [InlineData("Admin:Oidc:Authority", "Admin:Oidc:Audience=dsmip", "Admin:Oidc:Authority=http://login.example.org")]
    [InlineData("Admin:RequestsPerSecond", "Admin:RequestsPerSecond=0")]
    public void What_is_wrong_is_named(string key, params string[] settings)
    {
        var wrong = Assert.Throws<ConfigurationException>(
            () => Configured.Options([.. settings.Select(setting => setting.Split('=', 2)).Select(pair => (pair[0], (string?)pair[1]))]));
        Assert.Equal(key, wrong.Key);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Fact]
    public void A_certificate_that_is_not_there_is_named()
    {
        using var store = new TemporaryStore();
        var options = Configured.Options(
            ("Store:ConnectionString", store.Options.ConnectionString), ("Admin:Listen", "https://127.0.0.1:0"), ("Admin:Tls:Certificate", "/nowhere/a.pem"), ("Admin:Tls:PrivateKey", "/nowhere/a.key"));
        Assert.Equal("Admin:Tls:Certificate", Assert.Throws<ConfigurationException>(() => HomeAgentApplication.Build(options)).Key);
    }
}
