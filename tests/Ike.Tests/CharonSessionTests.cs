using System.Collections.Concurrent;
using DsMip.Ike.Vici;

namespace DsMip.Ike.Tests;

public sealed class CharonSessionTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _path = FakeCharon.NewPath();
    private readonly ConcurrentQueue<IkeNotice> _notices = new();
    private readonly CancellationTokenSource _stop = new();
    private CharonSession? _session;
    private Task? _running;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_running is not null) await _running.WaitAsync(Patience);
        if (_session is not null) await _session.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
    }

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task Secrets_come_before_the_connections_that_begin_with_them()
    {
        await using var charon = new FakeCharon(_path);
        Run(Connection("2001:db8:1::100"));
        await Until(() => _session!.IsConnected);
        var names = charon.Received.Select(packet => packet.Name);
        Assert.Equal(["load-shared", "load-conn"], names.Where(name => name.StartsWith("load", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task At_the_end_charon_is_left_as_it_was()
    {
        await using var charon = new FakeCharon(_path);
        Run(Connection("2001:db8:1::100"));
        await Until(() => _session!.IsConnected);
        await _stop.CancelAsync();
        await _running!.WaitAsync(Patience);
        await _session!.WithdrawAsync(Patience);
        Assert.Equal("dsmip-2001-db8-1--100", charon.Commands("unload-conn").Single().Message.Text("name"));
        Assert.Equal("dsmip-2001-db8-1--100", charon.Commands("unload-shared").Single().Message.Text("id"));
        Assert.Equal("dsmip-2001-db8-1--100", charon.Commands("terminate").Single().Message.Text("ike"));
    }

    [Fact]
    public async Task The_end_does_not_wait_for_a_charon_that_says_nothing_or_is_not_there()
    {
        Run(Connection("2001:db8:1::100"));
        await _stop.CancelAsync();
        await _session!.WithdrawAsync(Patience);
        await using var charon = new FakeCharon(_path, _ => []);
        await _session.WithdrawAsync(TimeSpan.FromMilliseconds(100)).WaitAsync(Patience);
        Assert.NotEmpty(charon.Received);
    }

    [Fact]
    public async Task No_name_of_a_socket_ends_the_session()
    {
        _session = new CharonSession("/run/" + new string('x', 200), [], _notices.Enqueue);
        _running = _session.RunAsync(_stop.Token);
        await Until(() => _notices.Any(notice => notice.IsProblem));
        Assert.False(_running.IsCompleted);
    }

    [Fact]
    public async Task A_secret_belongs_to_the_mobile_node_alone()
    {
        await using var charon = new FakeCharon(_path);
        Run(Connection("2001:db8:1::100"));
        await Until(() => _session!.IsConnected);
        Assert.Equal(["mn.example"], charon.Commands("load-shared").Single().Message.Texts("owners"));
    }

    [Fact]
    public async Task What_an_earlier_run_of_ours_has_left_is_unloaded_and_what_others_have_is_not()
    {
        await using var charon = new FakeCharon(_path, packet => packet.Name switch
        {
            "get-conns" => [FakeCharon.Response(new ViciSection { { "conns", new[] { "dsmip-2001-db8-1--100", "dsmip-2001-db8-1--200", "office" } } })],
            "get-shared" => [FakeCharon.Response(new ViciSection { { "keys", new[] { "dsmip-2001-db8-1--200", "office" } } })],
            _ => FakeCharon.Agree(packet),
        });
        Run(Connection("2001:db8:1::100"));
        await Until(() => _session!.IsConnected);
        Assert.Equal("dsmip-2001-db8-1--200", charon.Commands("unload-conn").Single().Message.Text("name"));
        Assert.Equal("dsmip-2001-db8-1--200", charon.Commands("unload-shared").Single().Message.Text("id"));
    }

    [Fact]
    public async Task A_pool_of_ours_that_is_not_wanted_any_more_is_unloaded_and_one_that_is_in_use_is_no_failure()
    {
        await using var charon = new FakeCharon(_path, packet => packet.Name switch
        {
            "get-pools" => [FakeCharon.Response(new ViciSection { { "dsmip-2001-db8-1--100", new ViciSection() }, { "dsmip-2001-db8-1--200", new ViciSection() }, { "office", new ViciSection() } })],
            "unload-pool" => [FakeCharon.Response(new ViciSection { { "success", "no" }, { "errmsg", "it has online leases" } })],
            _ => FakeCharon.Agree(packet),
        });
        _session = new CharonSession(_path, new CharonContents([], [new HomeAddressPool(Ipv6Address.Parse("2001:db8:1::100"), null)]), _notices.Enqueue);
        _running = _session.RunAsync(_stop.Token);
        await Until(() => _session.IsConnected);
        Assert.Equal("dsmip-2001-db8-1--200", charon.Commands("unload-pool").Single().Message.Text("name"));
    }

    [Fact]
    public async Task A_missing_socket_is_one_line_with_the_remedy_and_the_session_goes_on_when_it_appears()
    {
        Run(Connection("2001:db8:1::100"));
        await Until(() => !_notices.IsEmpty);
        var problem = Assert.Single(_notices);
        Assert.True(problem.IsProblem);
        Assert.Contains("systemctl start strongswan", problem.Text, StringComparison.Ordinal);
        await Task.Delay(300);
        var begin = DateTime.UtcNow;
        await using var charon = new FakeCharon(_path);
        await Until(() => _session!.IsConnected);
        Assert.InRange(DateTime.UtcNow - begin, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.Equal(2, _notices.Count);
    }

    [Fact]
    public async Task A_restarted_charon_gets_everything_again()
    {
        var former = new FakeCharon(_path);
        Run(Connection("2001:db8:1::100"));
        await Until(() => _session!.IsConnected);
        await former.DisposeAsync();
        await Until(() => !_session!.IsConnected);
        File.Delete(_path);
        await using var charon = new FakeCharon(_path);
        await Until(() => _session!.IsConnected);
        Assert.Single(charon.Commands("load-shared"));
        Assert.Single(charon.Commands("load-conn"));
    }

    [Fact]
    public async Task What_charon_refuses_is_said_with_its_reason()
    {
        await using var charon = new FakeCharon(_path, packet => packet.Name == "load-conn"
            ? [FakeCharon.Response(new ViciSection { { "success", "no" }, { "errmsg", "invalid value for: reqid" } })]
            : FakeCharon.Agree(packet));
        Run(Connection("2001:db8:1::100"));
        await Until(() => !_notices.IsEmpty);
        Assert.Contains("load-conn: invalid value for: reqid", _notices.Single().Text, StringComparison.Ordinal);
        Assert.False(_session!.IsConnected);
    }

    [Fact]
    public async Task A_missing_file_is_said_by_its_name()
    {
        await using var charon = new FakeCharon(_path);
        Run(Connection("2001:db8:1::100", new CertificateFiles("/nonexistent/own.pem", "/nonexistent/key.pem", "/nonexistent/ca.pem")));
        await Until(() => !_notices.IsEmpty);
        Assert.Contains("/nonexistent/own.pem", _notices.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_there_are_no_keys_is_charons_own_word()
    {
        await using var charon = new FakeCharon(_path, packet => packet.Name == "initiate"
            ? [FakeCharon.Response(new ViciSection { { "success", "no" }, { "errmsg", "CHILD_SA 'signalling' not established" } })]
            : FakeCharon.Agree(packet));
        var connection = Connection("2001:db8:1::100");
        Run(connection);
        await Until(() => _session!.IsConnected);
        var result = await _session!.InitiateAsync(connection.Name, "signalling", default);
        Assert.Equal(new InitiateResult(false, "CHILD_SA 'signalling' not established"), result);
    }

    [Fact]
    public async Task A_duplicate_that_charon_refuses_is_no_failure()
    {
        var made = new ViciSection { { "name", "signalling" }, { "state", "INSTALLED" } };
        var sa = new ViciSection { { "state", "ESTABLISHED" }, { "child-sas", new ViciSection { { "signalling-1", made } } } };
        await using var charon = new FakeCharon(_path, packet => packet.Name switch
        {
            "initiate" => [FakeCharon.Response(new ViciSection { { "success", "no" }, { "errmsg", "establishing CHILD_SA 'signalling' failed" } })],
            "list-sas" => [new ViciPacket(ViciPacketType.Event, "list-sa", new ViciSection { { "dsmip-x", sa } }), FakeCharon.Response([])],
            _ => FakeCharon.Agree(packet),
        });
        Run(Connection("2001:db8:1::100"));
        await Until(() => _session!.IsConnected);
        Assert.True((await _session!.InitiateAsync("dsmip-x", "signalling", default)).IsEstablished);
        Assert.False((await _session!.InitiateAsync("dsmip-x", "payload", default)).IsEstablished);
    }

    [Fact]
    public async Task One_ike_sa_is_ended_though_the_other_end_says_nothing()
    {
        await using var charon = new FakeCharon(_path, packet => packet.Name == "terminate" ? [] : FakeCharon.Agree(packet));
        Run(Connection("2001:db8:1::100"));
        await Until(() => _session!.IsConnected);
        var failure = await Assert.ThrowsAsync<ViciException>(() => _session!.TerminateIdAsync("7", TimeSpan.FromMilliseconds(50), default).WaitAsync(Patience));
        Assert.Contains("IKE SA 7", failure.Message, StringComparison.Ordinal);
        var asked = charon.Commands("terminate").Single().Message;
        Assert.Equal(("7", "yes", "50"), (asked.Text("ike-id"), asked.Text("force"), asked.Text("timeout")));
    }

    [Fact]
    public async Task Without_charon_a_question_fails_at_once()
    {
        Run(Connection("2001:db8:1::100"));
        await Assert.ThrowsAsync<ViciException>(() => _session!.ListAsync(null, default));
    }

    private void Run(params IReadOnlyList<IkeConnection> connections)
    {
        _session = new CharonSession(_path, connections, _notices.Enqueue);
        _running = _session.RunAsync(_stop.Token);
    }

    private static IkeConnection Connection(string homeAddress, IkeCredential? credential = null) => MobileIkeConnection.ForHomeAgent(
        new MobileIkePair(Ipv6Address.Parse("2001:db8:1::1"), Ipv6Address.Parse(homeAddress), new IkeReqids(1, 2, 3, 4)),
        new IkeAuthentication("ha.example", "mn.example", credential ?? new PresharedKey("swordfish")));

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
