using DsMip.HomeAgent.Bootstrapping;
using DsMip.HomeAgent.Edge.Native;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Ike;
using DsMip.Ike.Tests;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native;

public sealed class HomeAddressesGivenTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Ipv6Prefix Pool = new(new Ipv6Address(Ipv6Address.Parse(Configured.Alice).Value), 120);
    private static readonly Ipv6Address First = new(Pool.Address.Value + 0x10), Second = new(Pool.Address.Value + 0x11);

    private readonly string _path = FakeCharon.NewPath();
    private readonly HomeAgentOptions _options;
    private readonly HomeAddressAssignment _assignment;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Ipv6Address> _bound = [];
    private Queue<Exception> _failures = [];
    private CharonSession? _session;
    private HomeAddressesGiven? _given;
    private Task _running = Task.CompletedTask;

    public HomeAddressesGivenTests()
    {
        _options = Configured.Options(
            ("Ipsec", "Kernel"), ("Ike:Identity", "ha.example.org"), ("Roles", "control,edge,admin"),
            ("Store:ConnectionString", $"Data Source={Path.GetDirectoryName(_path)}/ha.db"),
            ("Ike:Bootstrapping:Enabled", "true"), ("Ike:Bootstrapping:Pool", Pool.ToString()),
            ("Ike:Bootstrapping:MobileNodes:0:Identity", "carol"), ("Ike:Bootstrapping:MobileNodes:0:PresharedKey", "s3cret"),
            ("Ike:Bootstrapping:MobileNodes:1:Identity", "dave"), ("Ike:Bootstrapping:MobileNodes:1:PresharedKey", "s3cret too"));
        _assignment = new HomeAddressAssignment(_options, NullLogger<HomeAddressAssignment>.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(Patience);
        if (_session is not null) await _session.DisposeAsync();
        System.IO.Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
    }

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task What_goes_wrong_once_is_not_the_end()
    {
        await using var charon = new FakeCharon(_path);
        _failures = new([new UnauthorizedAccessException("key.pem"), new FormatException("0x"), new IOException("disk")]);
        await RunAsync();
        for (var i = 0; i < 4; i++)
        {
            var left = _failures.Count;
            _given!.Hear(Sa("carol", First), true);
            await Until(() => _failures.Count < left || left == 0);
        }
        await Until(() => Has(charon, First));
    }

    [Fact]
    [Clause("5026-9.2-first-come")]
    public async Task Who_is_refused_and_silent_keeps_nobody_from_his_address()
    {
        await using var charon = new FakeCharon(_path, packet => packet.Name == "terminate" ? [] : FakeCharon.Agree(packet));
        await RunAsync();
        _given!.Hear(Sa("carol", First), true);
        for (var i = 0; i < 100; i++) _given.Hear(Sa("carol", Second, $"{i}"), true);
        _given.Hear(Sa("dave", Second), true);
        await Until(() => Has(charon, First) && Has(charon, Second) && charon.Commands("terminate").Any());
        Assert.Equal("dave", _assignment.Leases.Of(Second)!.Identity);
        Assert.InRange(charon.Commands("terminate").Count(), 1, 50);
    }

    [Fact]
    [Clause("5026-9.2-used")]
    public async Task An_address_that_is_bound_without_a_lease_is_refused()
    {
        await using var charon = new FakeCharon(_path);
        _bound.Add(First);
        await RunAsync();
        _given!.Hear(Sa("carol", First, "9"), true);
        await Until(() => charon.Commands("terminate").Any());
        Assert.Equal("9", charon.Commands("terminate").First().Message.Text("ike-id"));
        Assert.Null(_assignment.Leases.Of(First));
    }

    private async Task RunAsync()
    {
        _given = new HomeAddressesGiven(
            _options, _assignment, Contents, _bound.Contains, _bound.Contains, Follow,
            TimeProvider.System, NullLogger.Instance);
        _session = new CharonSession(_path, Contents(), _ => { });
        _running = Together.RunAsync([_session.RunAsync, stop => _given.RunAsync(_session, stop)], _stop.Token);
        await Until(() => _session.IsConnected);
    }

    private void Follow()
    {
        if (_failures.TryDequeue(out var failure)) throw failure;
    }

    private CharonContents Contents() => CharonPlan.Of(_options, _options.Ike!, _assignment.Leases, _assignment.Nodes.All, null, _ => false, _bound.Contains);

    private static IkeSa Sa(string identity, Ipv6Address address, string id = "1") =>
        new(BootstrapConnection.NameAtHomeAgent(CharonPlan.NameOf(new IkePeerOptions(identity, null))), id, IkeSa.Established, "", "", identity, [])
        {
            RemoteVirtualAddresses = [address],
        };

    /// <summary>charon has the connection over it.</summary>
    private static bool Has(FakeCharon charon, Ipv6Address address) =>
        charon.Commands("load-conn").Any(packet => packet.Message.Section(MobileIkeConnection.NameOf(address)) is not null);

    private static async Task Until(Func<bool> condition)
    {
        var until = DateTime.UtcNow + Patience;
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < until, "waited in vain");
            await Task.Delay(10);
        }
    }
}
