using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using DsMip.MobileNode.Core.Discovery;
using DsMip.MobileNode.Discovery;
using DsMip.Testing;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.MobileNode.Host.Tests.Discovery;

[Clause("5026-5.1.2-service")]
public sealed class ServiceHomeAgentsTests
{
    private static readonly HomeAgentCandidate
        One = new(Ipv6Address.Parse("2001:db8:1::1"), Ipv4Address.Parse("192.0.2.1")), Two = new(Ipv6Address.Parse("2001:db8:2::1"));

    private readonly Queue<ServiceRecord[]?> _answers = new();
    private readonly List<string> _asked = [];

    [NameServerFact]
    public async Task A_real_server_is_asked_for_mip6_over_ipv6()
    {
        using var server = new NameServer(
            """
            _mip6._ipv6 IN SRV 20 0 0 ha2
            _mip6._ipv6 IN SRV 10 5 0 ha1
            _mip6._ipv6 IN SRV 30 5 0 gone
            ha1 IN AAAA 2001:db8:1::1
            ha1 IN A 192.0.2.1
            ha2 IN AAAA 2001:db8:2::1
            """);
        var services = new ServiceLookUp(() => [IPAddress.Parse(NameServer.Address)], server.Port);
        var found = await new ServiceHomeAgents(NameServer.Zone, services.FindAsync, LookUpAt, _ => 0, NullLogger.Instance, TimeProvider.System).FindAsync(CancellationToken.None);
        Assert.Equal([One, Two], found.AsEnumerable());
        Assert.Empty(await services.FindAsync("_mip6._ipv6.sub.example.org", CancellationToken.None));
        // Not of its zone, and it is no resolver.
        await Assert.ThrowsAsync<SocketException>(() => services.FindAsync("_mip6._ipv6.example.net", CancellationToken.None));

        Task<IPAddress[]> LookUpAt(string name, CancellationToken stop)
        {
            IPAddress[] addresses = [.. server.Query(name, "AAAA").Concat(server.Query(name, "A")).Select(IPAddress.Parse)];
            return addresses.Length > 0 ? Task.FromResult(addresses) : throw new SocketException((int)SocketError.HostNotFound);
        }
    }

    [NameServerFact]
    public async Task Many_home_agents_come_by_TCP()
    {
        using var server = new NameServer(string.Join('\n', Enumerable.Range(0, 100).Select(i => $"_mip6._ipv6 IN SRV {i} 0 0 a-home-agent-with-a-long-name-{i}")));
        var all = await new ServiceLookUp(() => [IPAddress.Parse(NameServer.Address)], server.Port).FindAsync("_mip6._ipv6.example.org", CancellationToken.None);
        Assert.Equal(100, all.Length);
        Assert.Contains(new ServiceRecord(7, 0, "a-home-agent-with-a-long-name-7.example.org"), all);
    }

    [Fact]
    public async Task Without_an_answer_a_service_or_an_address_it_is_asked_again()
    {
        _answers.Enqueue(null);
        _answers.Enqueue([]);
        _answers.Enqueue([new(0, 0, "")]);
        _answers.Enqueue([new(0, 0, "nobody.example.org")]);
        _answers.Enqueue([new(0, 0, "nobody.example.org"), new(1, 0, "ha2.example.org"), new(2, 0, "ha1.example.org"), new(3, 0, "alias.example.org")]);
        Assert.Equal([Two, One], await FindAsync());
        Assert.Empty(_answers);
        Assert.All(_asked, name => Assert.Equal("_mip6._ipv6.example.org", name));
    }

    private async Task<IEnumerable<HomeAgentCandidate>> FindAsync() =>
        await new ServiceHomeAgents("example.org", Services, LookUp, _ => 0, NullLogger.Instance, new HurriedTime()).FindAsync(CancellationToken.None);

    private Task<ImmutableArray<ServiceRecord>> Services(string name, CancellationToken stop)
    {
        _asked.Add(name);
        return _answers.Dequeue() is { } answer ? Task.FromResult<ImmutableArray<ServiceRecord>>([.. answer]) : throw new SocketException((int)SocketError.TryAgain);
    }

    private static Task<IPAddress[]> LookUp(string name, CancellationToken stop) => name switch
    {
        "ha1.example.org" or "alias.example.org" => Task.FromResult<IPAddress[]>([IPAddress.Parse("2001:db8:1::1"), IPAddress.Parse("192.0.2.1")]),
        "ha2.example.org" => Task.FromResult<IPAddress[]>([IPAddress.Parse("2001:db8:2::1")]),
        _ => throw new SocketException((int)SocketError.HostNotFound),
    };

    [Fact]
    public async Task Nobody_is_asked_who_is_not_in_the_systems_settings()
    {
        Assert.Equal(
            [IPAddress.Parse("192.0.2.53"), IPAddress.Parse("2001:db8::53")],
            ServiceLookUp.ServersIn(["# nameserver 198.51.100.1", "search example.org", "nameserver 192.0.2.53", "\tnameserver  2001:db8::53 ", "nameserver nobody", "nameserver"]));
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => new ServiceLookUp(() => [], 53).FindAsync("_mip6._ipv6.example.org", CancellationToken.None));
    }
}
