using DsMip.HomeAgent.Core.Names;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Host.Tests.Names;
using DsMip.HomeAgent.Names;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Wire.Mobility;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>RFC 5026 6: the DNS, then the acknowledgement.</summary>
public sealed class NameUpdateTests : IDisposable
{
    private const string Name = "alice.example.org";

    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly string _key = Path.GetTempFileName();
    private readonly SlowNames _names = new();
    private readonly HomeAgentOptions _options;
    private readonly MobileNode _alice;

    public NameUpdateTests()
    {
        File.WriteAllText(_key, Convert.ToBase64String(new byte[32]));
        _options = Configured.Options(
            ("NameUpdates:Server", "192.0.2.53"), ("NameUpdates:Zone", "example.org"), ("NameUpdates:KeyName", "dsmip-ha"), ("NameUpdates:KeyFile", _key),
            ("MobileNodes:0:DnsName", Name));
        _alice = new MobileNode(_options, Configured.Alice);
    }

    public void Dispose()
    {
        _store.Dispose();
        File.Delete(_key);
    }

    [Fact]
    [Clause("5026-6-dns-first", "5026-6-remove")]
    public void Nothing_is_bound_or_acknowledged_before_the_DNS_has_answered()
    {
        using var node = Node(_names);
        Send(node, 1, Ask());
        Assert.Equal(new NameUpdate(Name, _alice.HomeAddress, Remove: false), _names.Next());
        node.Edge.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        _names.Answer(DnsUpdateStatus.Performed);
        Assert.Equal((BindingStatus.Accepted, Ask()), Answered(node));
        Assert.NotNull(node.ExpectTunnel().Tunnel);

        _clock.Now += TimeSpan.FromSeconds(1);
        Send(node, 2, Ask(remove: true), lifetimeSeconds: 0);
        Assert.True(_names.Next().Remove);
        _names.Answer(DnsUpdateStatus.UpdateFailed);
        Assert.Equal((BindingStatus.Accepted, Ask(remove: true) with { Status = DnsUpdateStatus.UpdateFailed }), Answered(node));
        Assert.Null(node.ExpectTunnel().Tunnel);
    }

    [Fact]
    public void One_at_a_time_and_a_retransmission_meanwhile_gets_the_same_answer()
    {
        using var node = Node(_names);
        Send(node, 1, Ask());
        _names.Next();
        Send(node, 2, Ask());
        node.Edge.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        Assert.Equal(1, _names.Asked);
        _names.Answer(DnsUpdateStatus.Performed);
        Assert.Equal(DnsUpdateStatus.Performed, Answered(node).Name!.Status);
        Assert.Equal(DnsUpdateStatus.Performed, Answered(node).Name!.Status);
        Assert.Equal(1, _names.Asked);
        // Who asks for something else, or later, is not a retransmission.
        Send(node, 3, Ask(remove: true));
        _names.Next();
        _names.Answer(DnsUpdateStatus.Performed);
        Answered(node);
        _clock.Now += TimeSpan.FromSeconds(1);
        Send(node, 4, Ask(remove: true));
        _names.Next();
        _names.Answer(DnsUpdateStatus.Performed);
        Answered(node);
        Assert.Equal(3, _names.Asked);
    }

    /// <summary>A DNS server that is slow for one of them is no business of the other's.</summary>
    [Fact]
    public void Other_mobile_nodes_do_not_wait()
    {
        using var node = Node(_names);
        Send(node, 1, Ask());
        _names.Next();
        var bob = new MobileNode(_options, Configured.Bob);
        node.Send(bob.Frame(bob.Seal(MobileNode.Update(1)), _clock.Now));
        Assert.Equal(BindingStatus.Accepted, bob.Open(node.ExpectAnswer()).Status);
        _names.Answer(DnsUpdateStatus.Performed);
        Assert.Equal(BindingStatus.Accepted, Answered(node).Status);
    }

    [Fact]
    [Clause("5026-9.5-fqdn")]
    public void A_name_that_is_not_its_own_is_prohibited_and_so_is_any_where_no_DNS_server_is_configured()
    {
        using (var node = Node(_names))
        {
            Send(node, 1, DnsUpdateOption.Of(DnsUpdateStatus.Performed, false, "bob.example.org"));
            Assert.Equal(DnsUpdateStatus.AdministrativelyProhibited, Answered(node).Name!.Status);
        }
        using var without = new EntityFixture(_store, _clock, Configured.Options());
        Send(without, 2, Ask());
        var (status, name) = Answered(without);
        Assert.Equal((BindingStatus.Accepted, DnsUpdateStatus.AdministrativelyProhibited), (status, name!.Status));
        Assert.Equal(0, _names.Asked);
    }

    [NameServerFact]
    [Clause("5026-6-dns-first", "5026-6-remove", "5026-9.5-secure")]
    public void When_the_acknowledgement_is_there_a_real_server_says_so()
    {
        using var server = new NameServer();
        using var names = new DynamicNameUpdates(DynamicNameUpdatesTests.Options(server.Port, server.KeyFile), new HomeAgentMetrics(), NullLogger<DynamicNameUpdates>.Instance);
        using var node = Node(names);
        Send(node, 1, Ask());
        Assert.Equal((BindingStatus.Accepted, Ask()), Answered(node));
        Assert.Equal([Configured.Alice], server.Query(Name, "AAAA"));
        _clock.Now += TimeSpan.FromSeconds(1);
        Send(node, 2, Ask(remove: true), lifetimeSeconds: 0);
        Assert.Equal((BindingStatus.Accepted, Ask(remove: true)), Answered(node));
        Assert.Empty(server.Query(Name, "AAAA"));
    }

    private EntityFixture Node(INameUpdates names) => new(_store, _clock, _options, names: names);

    private static DnsUpdateOption Ask(bool remove = false) => DnsUpdateOption.Of(DnsUpdateStatus.Performed, remove, Name);

    private void Send(EntityFixture node, int sequence, DnsUpdateOption name, int lifetimeSeconds = 600) =>
        node.Send(_alice.Frame(_alice.Seal(MobileNode.Update(sequence, lifetimeSeconds, name)), _clock.Now));

    private (BindingStatus Status, DnsUpdateOption? Name) Answered(EntityFixture node)
    {
        var acknowledgement = _alice.Open(node.ExpectAnswer());
        return (acknowledgement.Status, acknowledgement.Options.Find<DnsUpdateOption>());
    }
}
