using System.Net.Sockets;
using DsMip.Ike.Vici;

namespace DsMip.Ike.Tests.Vici;

public sealed class ViciClientTests
{
    [Fact]
    public async Task Responses_go_to_their_requests_though_all_are_asked_at_once()
    {
        await using var charon = new FakeCharon(FakeCharon.NewPath(), packet => [FakeCharon.Response(new ViciSection { { "echo", packet.Message.Text("n")! } })]);
        await using var client = await ViciClient.ConnectAsync(charon.Path, null, default);
        var requests = Enumerable.Range(0, 50).Select(n => client.RequestAsync("echo", new ViciSection { { "n", $"{n}" } }, default)).ToArray();
        var answers = await Task.WhenAll(requests);
        Assert.Equal(Enumerable.Range(0, 50).Select(n => $"{n}"), answers.Select(answer => answer.Text("echo")));
    }

    [Fact]
    public async Task A_streamed_answer_is_the_events_before_the_response()
    {
        await using var charon = new FakeCharon(FakeCharon.NewPath(), packet => packet.Type == ViciPacketType.CommandRequest
            ? [Event("list-sa", "a"), Event("other", "x"), Event("list-sa", "b"), FakeCharon.Response([])]
            : FakeCharon.Agree(packet));
        var others = new List<string>();
        await using var client = await ViciClient.ConnectAsync(charon.Path, (name, _) => others.Add(name), default);
        var items = await client.StreamAsync("list-sas", "list-sa", [], default);
        Assert.Equal(["a", "b"], items.Select(item => item.Text("name")));
        Assert.Equal(["other"], others);
        Assert.Equal(
            [ViciPacketType.EventRegister, ViciPacketType.CommandRequest, ViciPacketType.EventUnregister], charon.Received.Select(packet => packet.Type));
    }

    [Fact]
    public async Task An_unknown_command_is_a_failure_of_that_command_only()
    {
        await using var charon = new FakeCharon(FakeCharon.NewPath(), packet => packet.Name == "nonsense"
            ? [new ViciPacket(ViciPacketType.CommandUnknown, "", [])]
            : FakeCharon.Agree(packet));
        await using var client = await ViciClient.ConnectAsync(charon.Path, null, default);
        var failure = await Assert.ThrowsAsync<ViciException>(() => client.RequestAsync("nonsense", [], default));
        Assert.Contains("nonsense", failure.Message, StringComparison.Ordinal);
        Assert.Equal("yes", (await client.RequestAsync("version", [], default)).Text("success"));
    }

    [Fact]
    public async Task The_end_of_charon_fails_what_waits_and_what_comes_after()
    {
        var charon = new FakeCharon(FakeCharon.NewPath(), _ => []);
        await using var client = await ViciClient.ConnectAsync(charon.Path, null, default);
        var waiting = client.RequestAsync("version", [], default);
        while (charon.Received.IsEmpty) await Task.Delay(5);
        await charon.DisposeAsync();
        await Assert.ThrowsAsync<ViciException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(10)));
        await client.Ended.WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<ViciException>(() => client.RequestAsync("version", [], default));
    }

    [Fact]
    public async Task A_listener_that_throws_does_not_keep_a_request_from_its_response()
    {
        await using var charon = new FakeCharon(FakeCharon.NewPath(), packet => [Event("other", "x"), .. FakeCharon.Agree(packet)]);
        await using var client = await ViciClient.ConnectAsync(charon.Path, (_, _) => throw new InvalidOperationException(), default);
        Assert.Equal("yes", (await client.RequestAsync("version", [], default).WaitAsync(TimeSpan.FromSeconds(10))).Text("success"));
    }

    [Fact]
    public async Task Our_own_end_fails_what_waits_and_what_waits_for_its_turn()
    {
        await using var charon = new FakeCharon(FakeCharon.NewPath(), _ => []);
        var client = await ViciClient.ConnectAsync(charon.Path, null, default);
        var (first, second) = (client.RequestAsync("version", [], default), client.RequestAsync("version", [], default));
        await client.DisposeAsync();
        await Assert.ThrowsAsync<ViciException>(() => first.WaitAsync(TimeSpan.FromSeconds(10)));
        await Assert.ThrowsAsync<ViciException>(() => second.WaitAsync(TimeSpan.FromSeconds(10)));
        await Assert.ThrowsAsync<ViciException>(() => client.RequestAsync("version", [], default));
    }

    [Fact]
    public async Task A_cancelled_request_does_not_give_its_response_to_the_next_one()
    {
        await using var charon = new FakeCharon(FakeCharon.NewPath(), _ => []);
        await using var client = await ViciClient.ConnectAsync(charon.Path, null, default);
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.RequestAsync("version", [], impatience.Token));
        await Assert.ThrowsAsync<ViciException>(() => client.RequestAsync("version", [], default));
    }

    [Fact]
    public async Task Nonsense_from_the_other_end_ends_the_connection()
    {
        var path = FakeCharon.NewPath();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        await using var client = await ViciClient.ConnectAsync(path, null, default);
        using var accepted = await listener.AcceptAsync();
        await accepted.SendAsync(new byte[] { 0xff, 0xff, 0xff, 0xff, 1 });
        await client.Ended.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static ViciPacket Event(string name, string item) => new(ViciPacketType.Event, name, new ViciSection { { "name", item } });
}
