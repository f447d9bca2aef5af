using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using DsMip.Configuration;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Admin;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire.Mobility;
using Microsoft.Extensions.DependencyInjection;

namespace DsMip.HomeAgent.Host.Tests.Telemetry;

/// <summary>Nothing that a home agent answers, logs, exports or keeps a record of holds a secret, whatever goes wrong.</summary>
[Collection(NetworkCollection.Name)]
public sealed class SecretsTests
{
    private const string Given = "2001:db8:1::100";
    private static readonly HttpMethod Get = HttpMethod.Get, Post = HttpMethod.Post;
    private static readonly string[] Shown =
    [
        "health/ready", "metrics", "dashboard/", "api/v1/openapi.json", "api/v1/bindings", $"api/v1/bindings/{Configured.Alice}", "api/v1/summary", "api/v1/mobile-nodes", $"api/v1/mobile-nodes/{Given}",
        "api/v1/traces", "api/v1/edges", "api/v1/cluster", "api/v1/cluster/shards", "api/v1/home-prefixes", "api/v1/ipv4-pools", "api/v1/audit?limit=1000",
    ];

    [Fact]
    public async Task No_secret_gets_out()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var authority = await OidcAuthority.StartAsync();
        await using var home = new SecretiveHomeAgent(collector, authority.Issuer);
        await home.StartAsync();
        using var events = await home.StreamAsync("api/v1/events");
        var trace = Text(await home.AskAsync(Post, $"api/v1/mobile-nodes/{Configured.Alice}/trace", """{"duration":600}"""), "id");

        await ProvisionAsync(home);
        await SignalAsync(home);
        await ShowAsync(home, authority);
        await home.AskAsync(Get, $"api/v1/traces/{trace}/packets");
        await home.AskAsync(Get, $"api/v1/traces/{trace}/pcap");
        home.See(await ReadAsync(events, "registration"));
        await LoseDatabaseAsync(home);

        var seen = await home.EndAndSearchAsync();
        Assert.Empty(seen);
        // It was all there to be searched.
        Assert.Contains("did not update alice.example.org", home.Log, StringComparison.Ordinal);
        Assert.Contains("cannot be done now: Failed to connect", home.Log, StringComparison.Ordinal);
        Assert.Contains(collector.Bodies("traces"), body => Encoding.Latin1.GetString(body).Contains(Configured.Alice, StringComparison.Ordinal));
        Assert.Contains(collector.Bodies("metrics"), body => Encoding.Latin1.GetString(body).Contains("dsmip_bindings", StringComparison.Ordinal));
        Assert.All(collector.Authorizations, header => Assert.StartsWith("Bearer ", header, StringComparison.Ordinal));
    }

    /// <summary>Each with a secret in it, or beside it, and something that is wrong.</summary>
    [Theory]
    [InlineData("MobileNodes:0:BindingUpdate:EncryptionKey", "SECRETSECRET")]
    [InlineData("MobileNodes:0:BindingUpdate:EncryptionKey", "SECRET")]
    [InlineData("MobileNodes:0:BindingUpdate:IntegrityKey", "SECRET")]
    [InlineData("MobileNodes:0:BindingUpdate:Spi", "SECRET")]
    [InlineData("MobileNodes:0:HomeAddress", "SECRET")]
    [InlineData("MobileNodes:0:Ike:PresharedKey", "SECRET")]
    [InlineData("MobileNodes:0:Ike:PresharedKey", "SECRET\"\n")]
    [InlineData("MobileNodes:0:Ike:EapSecret", "SECRET\"\n")]
    [InlineData("Ike:Bootstrapping:MobileNodes:0:PresharedKey", "SECRET\"\n")]
    [InlineData("Admin:Tokens:0:Sha256", "SECRET")]
    [InlineData("Telemetry:OtlpEndpoint", "http://user:SECRET@127.0.0.1:4317")]
    [InlineData("Telemetry:OtlpEndpoint", "http://127.0.0.1:4317/?token=SECRET")]
    [InlineData("Telemetry:OtlpEndpoint", "http://127.0.0.1:4317/#SECRET")]
    [InlineData("Store:ConnectionString", "Host=127.0.0.1;Port=1;Username=keeper;Password=SECRET;Timeout=1")]
    [InlineData("Store:ConnectionString", "Host=127.0.0.1;Passwort=SECRET")]
    [InlineData("Store:ConnectionString", "postgresql://keeper:SECRET@127.0.0.1/dsmip")]
    public void What_is_refused_is_named_without_it(string key, string value)
    {
        var secret = Secret.Invented(key);
        var refusal = Assert.Throws<ConfigurationException>(() => HomeAgentApplication.Build(Configured.Options(
            ("Store:Provider", "PostgreSql"), ("Admin:Tokens:0:Name", "a"), ("Store:ConnectionString", "Host=127.0.0.1;Port=1;Timeout=1"),
            (key, value.Replace("SECRET", secret.Hexadecimal, StringComparison.Ordinal)))));
        Assert.Null(secret.SeenIn($"{refusal}"));
    }

    private static async Task ProvisionAsync(SecretiveHomeAgent home)
    {
        var (update, acknowledgement) = (home.Keep(Secret.Invented("given update")).Hexadecimal, home.Keep(Secret.Invented("given acknowledgement")).Hexadecimal);
        var body = $$"""{"homeAddress":"{{Given}}","bindingUpdate":{"spi":"0x5000","encryptionKey":"{{update}}"},"bindingAcknowledgement":{"encryptionKey":"{{acknowledgement}}"} }""";
        await home.AskAsync(Post, "api/v1/mobile-nodes", body);
        await home.AskAsync(Post, "api/v1/mobile-nodes", body);
        await home.AskAsync(Post, "api/v1/mobile-nodes", body[..^1]);
        await home.AskAsync(Post, "api/v1/mobile-nodes", body.Replace(update, update + "zz", StringComparison.Ordinal));
        await home.AskAsync(Post, "api/v1/mobile-nodes", $$"""{"homeAddress":"{{update}}","bindingUpdate":{"spi":"{{update}}","suite":"{{acknowledgement}}"} }""");
        await home.AskAsync(Post, $"api/v1/mobile-nodes/{Given}/keys", $$"""{"bindingUpdate":{"encryptionKey":"{{acknowledgement}}"} }""");
        var rotated = await home.AskAsync(Post, $"api/v1/mobile-nodes/{Given}/keys", isForTheAsker: true);
        var keys = JsonDocument.Parse(rotated).RootElement.GetProperty("generatedKeys");
        foreach (var association in (string[])["bindingUpdate", "bindingAcknowledgement"])
            home.Keep(Secret.OfKey($"generated {association}", keys.GetProperty(association).GetProperty("encryptionKey").GetString()!));
    }

    /// <summary>An update whose name the DNS does not take, the same frame again, an altered one, and one that nothing holds.</summary>
    private static async Task SignalAsync(SecretiveHomeAgent home)
    {
        var alice = new MobileNode(home.Options, Configured.Alice);
        var parent = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);
        var packet = alice.Seal(MobileNode.Update(1, 600, DnsUpdateOption.Of(DnsUpdateStatus.Performed, remove: false, SecretiveHomeAgent.Name)));
        var region = home.Application.Services.GetRequiredService<Membership>().Life!.Region;
        Task<object> Send(byte[] bytes) => region.Ask<object>(alice.Frame(bytes, DateTimeOffset.UtcNow) with { Trace = parent }, TimeSpan.FromSeconds(30));

        Assert.IsType<Transmit>(await Send(packet));
        Assert.IsType<FrameDropped>(await Send(packet));
        var altered = alice.Seal(MobileNode.Update(2));
        altered[^1] ^= 1;
        Assert.IsType<FrameDropped>(await Send(altered));
        Assert.IsType<FrameDropped>(await Send(alice.SealBroken(MobileNode.Update(3))));
    }

    private static async Task ShowAsync(SecretiveHomeAgent home, OidcAuthority authority)
    {
        foreach (var path in Shown) await home.AskAsync(Get, path);
        string[] tokens = [home.Keep(Secret.Word("token of nobody")).Text, authority.Token("dsmip.write", forged: true), authority.Token("dsmip.write", expiresIn: TimeSpan.FromMinutes(-10)), authority.Token("openid")];
        foreach (var token in tokens.Skip(1)) home.Keep(Secret.OfText("signature of a token", token.Split('.')[2]));
        foreach (var token in tokens)
            foreach (var scheme in (string[])["Bearer", "bearer", "Basic", "Token"]) await home.AskAsync(Post, "api/v1/mobile-nodes", "{}", $"{scheme} {token}");
        await home.AskAsync(Get, "api/v1/bindings", authorization: authority.Token("dsmip.read"));
    }

    private static async Task LoseDatabaseAsync(SecretiveHomeAgent home)
    {
        home.Database.Kill();
        foreach (var path in (string[])["health/ready", $"api/v1/mobile-nodes/{Given}", "api/v1/audit"]) await home.AskAsync(Get, path);
        await home.AskAsync(Post, $"api/v1/mobile-nodes/{Given}/keys");
        home.Database.Restart();
    }

    private static async Task<string> ReadAsync(StreamReader events, string last)
    {
        var text = new StringBuilder();
        while (!text.ToString().Contains(last, StringComparison.Ordinal)) text.AppendLine(await events.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        return text.ToString();
    }

    private static string Text(string json, string name) => JsonDocument.Parse(json).RootElement.GetProperty(name).GetString()!;
}
