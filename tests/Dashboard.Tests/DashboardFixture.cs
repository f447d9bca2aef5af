using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using DsMip.HomeAgent;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DsMip.Dashboard.Tests;

/// <summary>A home agent with two tokens and two edges that are not there, with its HTTP and its store, and a Chromium.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit disposes of it asynchronously")]
public sealed class DashboardFixture : IAsyncLifetime
{
    public const string Reader = "dsmip_reader";
    public const string Writer = "dsmip_writer";

    /// <summary>Of the second token, and in the audit log.</summary>
    public const string WriterName = "<img src=x onerror=document.title='hacked'>";

    /// <summary>Milliseconds; much more than anything should take.</summary>
    private const int Patience = 30_000;

    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip-dashboard-").FullName;
    private readonly Dictionary<string, string?> _keys = Configured.Keys();
    private readonly Dictionary<string, MobileNode> _nodes = [];
    private int _sequence;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public DashboardFixture()
    {
        _keys["Store:ConnectionString"] = $"Data Source={Path.Combine(_directory, "ha.db")}";
        _keys["Admin:Tokens:0:Name"] = "reader";
        _keys["Admin:Tokens:0:Sha256"] = Hash(Reader);
        _keys["Admin:Tokens:1:Name"] = WriterName;
        _keys["Admin:Tokens:1:Sha256"] = Hash(Writer);
        _keys["Admin:Tokens:1:Scope"] = "Write";
        foreach (var (home, i) in Crowd.Select((home, i) => (home, i + 2))) AddNode(home, i);
        _keys["Edges:0:Name"] = "east";
        _keys["Edges:0:Blocks"] = "2001:db8:1::/65";
        _keys["Edges:1:Name"] = "west";
        _keys["Edges:1:Blocks"] = "2001:db8:1:0:8000::/65";
        Application = HomeAgentApplication.Build(OptionsWith());
    }

    /// <summary>Mobile nodes of the configuration, beside Alice and Bob.</summary>
    public static IReadOnlyList<string> Crowd { get; } = [.. Enumerable.Range(1, 12).Select(i => $"2001:db8:1::1:{i:x}")];

    public WebApplication Application { get; }

    public Uri Address => new(Application.Urls.First());

    /// <summary>Pictures for whoever wants to see the dashboard.</summary>
    public static string Pictures { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../dashboard"));

    public async Task InitializeAsync()
    {
        await Application.StartAsync();
        using var http = new HttpClient { BaseAddress = Address };
        await Eventually.Is(async () => (await http.GetAsync("health/ready")).StatusCode == HttpStatusCode.OK);
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await LaunchAsync("/usr/bin/chromium");
    }

    /// <param name="program">Chromium, or what starts it somewhere else.</param>
    public Task<IBrowser> LaunchAsync(string program) =>
        // Chromium does not run as root with its sandbox.
        _playwright!.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        await Application.StopAsync();
        await Application.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>The configuration, and further keys, as a mobile node would be given them.</summary>
    public HomeAgentOptions OptionsWith(params (string Key, string? Value)[] more) => Configured.Options([.. _keys.Select(pair => (pair.Key, pair.Value)), .. more]);

    /// <summary>A tab of its own, at the beginning.</summary>
    /// <param name="token">In use already; null: none.</param>
    /// <param name="home">Another home agent's; null: this one's.</param>
    /// <param name="browser">Null: the one that all share.</param>
    public async Task<Tab> OpenAsync(
        string path = "#/", string? token = Writer, ColorScheme colors = ColorScheme.Light, int width = 1280, Uri? home = null, IBrowser? browser = null)
    {
        var context = await (browser ?? _browser!).NewContextAsync(new()
        {
            BaseURL = (home ?? Address).ToString(), ColorScheme = colors, ViewportSize = new() { Width = width, Height = 860 }, ReducedMotion = ReducedMotion.Reduce, Locale = "en-GB",
        });
        context.SetDefaultTimeout(Patience);
        if (token is not null) await context.AddInitScriptAsync($"sessionStorage.setItem('dsmip.token', '{token}')");
        var tab = new Tab(await context.NewPageAsync(), home ?? Address);
        await tab.Page.GotoAsync($"/dashboard/{path}");
        return tab;
    }

    /// <summary>One of the configuration, always the same, since its ESP sequence numbers have to grow.</summary>
    internal MobileNode NodeOf(string home)
    {
        if (!_nodes.TryGetValue(home, out var node)) _nodes[home] = node = new MobileNode(OptionsWith(), home);
        return node;
    }

    /// <summary>Sends a Binding Update from behind a NAT.</summary>
    internal Task RegisterBehindNatAsync(MobileNode node)
    {
        node.Ingress = new Ingress(Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("203.0.113.7"), RemotePort: 40_000, LocalPort: Port.DsMip);
        return RegisterAsync(node, MobileNode.Update(NextSequence()));
    }

    /// <summary>Likewise from an IPv4 address of its own.</summary>
    internal Task RegisterAtIpv4Async(MobileNode node, string careOf)
    {
        node.Ingress = new Ingress(Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse(careOf), RemotePort: Port.DsMip, LocalPort: Port.DsMip);
        return RegisterAsync(node, Update(new Ipv4CareOfAddressOption(Ipv4Address.Parse(careOf))));
    }

    internal Task RegisterAtIpv6Async(MobileNode node, string careOf)
    {
        node.Ingress = new Ingress(Encapsulation.Ipv6, Ipv6Address.Parse(Configured.HomeAgent), Ipv6Address.Parse(careOf), RemotePort: 0, LocalPort: 0);
        return RegisterAsync(node, Update(new AlternateCareOfAddressOption(Ipv6Address.Parse(careOf))));
    }

    /// <summary>Straight to the shard region, until it is acknowledged: who was just provisioned is known after a second or two.</summary>
    private Task RegisterAsync(MobileNode node, BindingUpdate update) => Eventually.Is(async () =>
    {
        var region = Application.Services.GetRequiredService<Membership>().Life!.Region;
        if (await region.Ask<object>(node.Frame(node.Seal(update), DateTimeOffset.UtcNow), TimeSpan.FromMilliseconds(Patience)) is not Transmit answer) return false;
        Assert.True(node.Open(answer).IsAccepted);
        return true;
    });

    private BindingUpdate Update(MobilityOption careOf) =>
        new(new SequenceNumber((ushort)NextSequence()), MobileNode.HomeRegistration, BindingLifetime.From(TimeSpan.FromMinutes(10)), MobilityOptions.Of([careOf]));

    private int NextSequence() => Interlocked.Increment(ref _sequence);

    private void AddNode(string home, int i)
    {
        _keys[$"MobileNodes:{i}:HomeAddress"] = home;
        foreach (var (name, offset) in ((string, int)[])[("BindingUpdate", 0), ("BindingAcknowledgement", 1)])
        {
            _keys[$"MobileNodes:{i}:{name}:Spi"] = $"{10_000 + (2 * i) + offset}";
            _keys[$"MobileNodes:{i}:{name}:EncryptionKey"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{home} {name}")))[..40];
        }
    }

    internal static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

[CollectionDefinition(nameof(DashboardCollection))]
public sealed class DashboardCollection : ICollectionFixture<DashboardFixture>;
