using System.Net;
using System.Net.Sockets;
using DsMip.MobileNode.Core.Discovery;
using DsMip.MobileNode.Discovery;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.MobileNode.Host.Tests.Discovery;

[Clause("5026-5.1.1-name", "5555-2.1-dns")]
public sealed class NamedHomeAgentTests
{
    private readonly Queue<string[]?> _answers = new();
    private readonly List<string> _asked = [];

    [Fact]
    public async Task AAAA_records_are_its_addresses_and_an_A_record_its_IPv4_address()
    {
        _answers.Enqueue(["192.0.2.2", "2001:db8:1::1", "2001:db8:1::2", "2001:db8:1::1"]);
        var ipv4 = Ipv4Address.Parse("192.0.2.2");
        Assert.Equal(
            [new HomeAgentCandidate(Ipv6Address.Parse("2001:db8:1::1"), ipv4), new HomeAgentCandidate(Ipv6Address.Parse("2001:db8:1::2"), ipv4)], await FindAsync());
        Assert.Equal(["ha.example.org"], _asked);
    }

    [Fact]
    public async Task A_home_agent_without_IPv4_address_is_one_all_the_same()
    {
        _answers.Enqueue(["2001:db8:1::1"]);
        Assert.Equal([new HomeAgentCandidate(Ipv6Address.Parse("2001:db8:1::1"))], await FindAsync());
    }

    [Fact]
    public async Task A_name_that_is_not_found_now_and_one_without_a_usable_IPv6_address_is_looked_up_again()
    {
        _answers.Enqueue(null);
        _answers.Enqueue(["192.0.2.2"]);
        _answers.Enqueue(["fe80::1", "::1"]);
        _answers.Enqueue(["2001:db8:1::1"]);
        Assert.Single(await FindAsync());
        Assert.Equal(4, _asked.Count);
    }

    [Fact]
    public async Task The_search_ends_when_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var named = new NamedHomeAgent("ha.example.org", async (_, end) =>
        {
            await stop.CancelAsync();
            end.ThrowIfCancellationRequested();
            return [];
        }, NullLogger.Instance, TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => named.FindAsync(stop.Token));
    }

    private async Task<IEnumerable<HomeAgentCandidate>> FindAsync() =>
        await new NamedHomeAgent("ha.example.org", LookUp, NullLogger.Instance, new HurriedTime()).FindAsync(CancellationToken.None);

    private Task<IPAddress[]> LookUp(string name, CancellationToken stop)
    {
        _asked.Add(name);
        return _answers.Dequeue() is { } answer ? Task.FromResult(answer.Select(IPAddress.Parse).ToArray()) : throw new SocketException((int)SocketError.HostNotFound);
    }
}
