using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Admin;

/// <summary>A day of an operator: the real daemon, the real command line, and an empty database.</summary>
[Collection(NetworkCollection.Name)]
public sealed class CliWalkTests : IDisposable
{
    private const string Home = "2001:db8:1::c0";
    private const string Token = "dsmip_walk";
    private static readonly IPEndPoint HomeAgent = new(IPAddress.Parse("198.51.100.1"), Port.DsMip);
    private readonly HomeAgentProcess _daemon = new();

    public void Dispose() => _daemon.Dispose();

    [NamespaceFact]
    public async Task A_mobile_node_is_created_registers_gets_new_keys_and_is_revoked_and_all_of_it_is_on_record()
    {
        await _daemon.StartAsync("--Admin:Tokens:0:Name=walker", $"--Admin:Tokens:0:Sha256={ApiFixture.Hash(Token)}", "--Admin:Tokens:0:Scope=Write");
        using var care = _daemon.OpenOutside("198.51.100.2");

        var created = Json(await RunAsync(0, "nodes", "create", Home, "--ipv4", "10.10.0.50", "--json"));
        Assert.Contains(Home, await RunAsync(0, "nodes", "list"), StringComparison.Ordinal);
        var node = Node(created);
        await RegisterAsync(care, node, 1);
        var binding = Json(await RunAsync(0, "bindings", "show", Home, "--json"));
        Assert.Equal("10.10.0.50", binding.GetProperty("ipv4HomeAddress").GetString());
        Assert.Contains(Home, await RunAsync(0, "bindings", "list", "--care-of", "198.51.100.2", "--edge", "edge"), StringComparison.Ordinal);
        await MoveAsync(node, care);

        var rotated = Json(await RunAsync(0, "nodes", "rotate-keys", Home, "--json"));
        // With the old keys nothing is accepted any more, as soon as the daemon has heard of it.
        await RegisterAsync(care, Node(rotated), 10);
        Assert.Contains(Home, await RunAsync(0, "bindings", "list"), StringComparison.Ordinal);

        Assert.Contains("accepted 1 ", string.Join(' ', (await RunAsync(0, "bindings", "switch", "--all", "--within", "3600")).Split(' ', StringSplitOptions.RemoveEmptyEntries)), StringComparison.OrdinalIgnoreCase);
        await RunAsync(0, "bindings", "keep", Home);
        await RunAsync(2, "bindings", "switch");
        Assert.Equal("done", Json(await RunAsync(0, "bindings", "switching", "--json")).GetProperty("state").GetString());
        await RunAsync(5, "bindings", "switching", "--stop");

        // It does not answer, and must not come back for a while: so says an administrative reason (RFC 5846 7).
        await RunAsync(0, "bindings", "revoke", Home);
        Assert.Contains("has no binding", await RunAsync(3, "bindings", "show", Home), StringComparison.Ordinal);

        Assert.Contains("no other edge", await RunAsync(5, "edges", "drain", "edge"), StringComparison.Ordinal);
        Assert.Equal("walker", Json(await RunAsync(0, "edges", "drain", "edge", "--force", "--json")).GetProperty("drain").GetProperty("actor").GetString());
        Assert.Contains("walker", await RunAsync(0, "edges", "list"), StringComparison.Ordinal);
        await RunAsync(0, "edges", "undrain", "edge");

        foreach (var command in (string[])["cluster", "shards", "prefixes", "pools", "summary"]) await RunAsync(0, command);
        await RunAsync(0, "traces", "list");
        foreach (var command in (string[])["packets", "stop", "delete"]) await RunAsync(3, "traces", command, "00112233-4455-6677-8899-aabbccddeeff");
        await RunAsync(0, "nodes", "delete", Home);
        var audit = Json(await RunAsync(0, "audit", "--json"));
        Assert.Equal(
            ["mobile-node.create", "mobile-node.trace", "trace.look", "trace.stop", "trace.delete", "mobile-node.rotate-keys", "binding.switch-all", "binding.keep", "binding.stop-switch-all", "binding.revoke", "edge.drain", "edge.drain", "edge.undrain", "trace.stop", "trace.delete", "mobile-node.delete"],
            audit.EnumerateArray().Select(row => row.GetProperty("action").GetString()!).Reverse());
        Assert.All([created, rotated], provisioned => Assert.DoesNotContain(Key(provisioned, "bindingUpdate"), audit.GetRawText(), StringComparison.Ordinal));
    }

    [NamespaceFact]
    public async Task What_is_wrong_is_one_line_and_an_exit_code()
    {
        Assert.Contains("--help", await RunAsync(2, "bindings", "frobnicate"), StringComparison.Ordinal);
        await RunAsync(2, "nodes", "show");
        await RunAsync(2, "cluster", "--url", "here");
        await RunAsync(1, "cluster");
        await _daemon.StartAsync("--Admin:Tokens:0:Name=walker", $"--Admin:Tokens:0:Sha256={ApiFixture.Hash(Token)}");
        await RunAsync(4, "cluster", "--token", "dsmip_other");
        await RunAsync(4, "nodes", "create", Home);
        await RunAsync(3, "nodes", "show", Home);
        await RunAsync(6, "nodes", "show", "alice");
    }

    [Fact]
    public async Task Tokens_and_completions_need_no_home_agent()
    {
        var made = Json(await RunHereAsync("token", "alice", "--write", "--json"));
        Assert.Equal(ApiFixture.Hash(made.GetProperty("token").GetString()!), made.GetProperty("configuration").GetProperty("Sha256").GetString(), ignoreCase: true);
        Assert.Contains("complete -F", await RunHereAsync("completion", "bash"), StringComparison.Ordinal);
        Assert.Contains("rotate-keys", await RunHereAsync("[suggest:12]", "dsmip nodes "), StringComparison.Ordinal);
    }

    /// <summary>To another address and back, seen packet by packet: sealed on the wire and as IPsec has them, the Binding Update and its answer, twice.</summary>
    private async Task MoveAsync(MobileNode node, Socket care)
    {
        using var elsewhere = _daemon.OpenOutside("198.51.100.3");
        var file = Path.GetTempFileName();
        try
        {
            var tracing = RunAsync(0, "trace", Home, "--duration", "120", "--packets", "8", "--pcap", file);
            await Eventually.Is(async () => (await TracesAsync()).Contains("\"edge\"", StringComparison.Ordinal));
            await RegisterAsync(elsewhere, node, 50);
            Assert.Equal("198.51.100.3", Json(await RunAsync(0, "bindings", "show", Home, "--json")).GetProperty("remote").GetString());
            await RegisterAsync(care, node, 60);
            AssertShown(await tracing, ((IPEndPoint)elsewhere.LocalEndPoint!).Port);
            Assert.Equal("[]", await TracesAsync());
            AssertReadable(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void AssertShown(string output, int port)
    {
        var lines = output.Split('\n');
        Assert.StartsWith("at edge, ", lines[0], StringComparison.Ordinal);
        Assert.Contains($"edge received  198.51.100.3 port {port} > 198.51.100.1 port 4191 | {Home} > {Configured.HomeAgent} | ESP SPI 0x", lines[1], StringComparison.Ordinal);
        Assert.Contains($"edge opened    {Home} > {Configured.HomeAgent} | BindingUpdate sequence 50 lifetime 600 s flags HomeRegistration, Acknowledge [IPv4 care-of address 192.168.1.2; ", lines[2], StringComparison.Ordinal);
        Assert.Contains($"edge sealing   {Configured.HomeAgent} > {Home} | BindingAcknowledgement sequence 50 status Accepted lifetime 600 s", lines[3], StringComparison.Ordinal);
        Assert.Contains($"edge sent      198.51.100.1 port 4191 > 198.51.100.3 port {port} | {Configured.HomeAgent} > {Home} | ESP SPI 0x", lines[4], StringComparison.Ordinal);
        Assert.Contains("BindingUpdate sequence 60", lines[6], StringComparison.Ordinal);
        Assert.Equal("8 packets, 0 missed", lines[9]);
    }

    /// <summary>By somebody else's program.</summary>
    private static void AssertReadable(string file)
    {
        var read = Shell.Run("tshark", "-r", file, "-d", "udp.port==4191,ip", "-T", "fields", "-e", "udp.port", "-e", "esp.sequence", "-e", "mip6.bu.seqnr", "-e", "mip6.ba.seqnr");
        var rows = read.TrimEnd('\n').Split('\n').Select(line => line.Split('\t')).ToList();
        Assert.Equal(8, rows.Count);
        Assert.Equal(["50", "60"], rows.Select(row => row[2]).Where(number => number.Length > 0));
        Assert.Equal(["50", "60"], rows.Select(row => row[3]).Where(number => number.Length > 0));
        Assert.Equal(4, rows.Count(row => row[0].Contains("4191", StringComparison.Ordinal) && row[1].Length > 0));
    }

    private async Task<string> TracesAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/traces");
        request.Headers.Authorization = new("Bearer", Token);
        using var answer = await _daemon.Http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>As a real one would: again until it is answered.</summary>
    private static async Task RegisterAsync(Socket care, MobileNode node, int sequence)
    {
        care.ReceiveTimeout = 1000;
        for (var attempt = 0; attempt < 60; attempt++)
        {
            care.SendTo(node.Seal(MobileNode.Update(sequence + attempt, 600, new DsMip.Wire.Mobility.Ipv4HomeAddressOption(32, false, Ipv4Address.Parse("10.10.0.50")))), HomeAgent);
            try
            {
                var buffer = new byte[2000];
                var length = care.Receive(buffer);
                if (node.Open(buffer[..length]).IsAccepted) return;
            }
            catch (Exception e) when (e is SocketException or Xunit.Sdk.XunitException)
            {
                // Not answered yet, or something else that was sealed with the keys before.
            }
            await Task.Delay(100);
        }
        Assert.Fail("never registered");
    }

    private static MobileNode Node(JsonElement provisioned)
    {
        var node = provisioned.GetProperty("mobileNode");
        return new MobileNode(
            Configured.Options(
                ("MobileNodes:2:HomeAddress", Home), ("MobileNodes:2:BindingUpdate:Spi", Spi(node, "bindingUpdate")), ("MobileNodes:2:BindingUpdate:EncryptionKey", Key(provisioned, "bindingUpdate")),
                ("MobileNodes:2:BindingAcknowledgement:Spi", Spi(node, "bindingAcknowledgement")), ("MobileNodes:2:BindingAcknowledgement:EncryptionKey", Key(provisioned, "bindingAcknowledgement"))),
            Home);
    }

    private static string Spi(JsonElement node, string association) => node.GetProperty(association).GetProperty("spi").GetString()!;

    private static string Key(JsonElement provisioned, string association) => provisioned.GetProperty("generatedKeys").GetProperty(association).GetProperty("encryptionKey").GetString()!;

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private Task<string> RunAsync(int exitCode, params string[] arguments) =>
        RunAsync(exitCode, ["ip", "netns", "exec", _daemon.Inside.Name, "env", $"DSMIP_TOKEN={Token}"], arguments);

    private static Task<string> RunHereAsync(params string[] arguments) => RunAsync(0, ["env"], arguments);

    /// <returns>What it said: to scripts if it went well, else the one line of complaint.</returns>
    internal static async Task<string> RunAsync(int exitCode, string[] before, string[] arguments)
    {
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet";
        using var process = Shell.Start(before[0], [.. before[1..], dotnet, Path.Combine(AppContext.BaseDirectory, "dsmip.dll"), .. arguments]);
        var reading = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        var output = await reading;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == exitCode, $"{string.Join(' ', arguments)}: {process.ExitCode} {errors} {output}");
        if (exitCode == 0) return output;
        Assert.StartsWith("dsmip: ", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
        return errors;
    }
}
