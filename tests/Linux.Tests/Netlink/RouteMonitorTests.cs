using System.Threading.Channels;
using DsMip.Linux.Netlink;

namespace DsMip.Linux.Tests;

public sealed class RouteMonitorTests : IDisposable
{
    private readonly OneHost _host = new();
    private readonly RouteMonitor _monitor;
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(20));

    public RouteMonitorTests()
    {
        _host.Namespace.Ip("address add 198.51.100.1/24 dev eth0");
        _monitor = _host.Namespace.Run(() => new RouteMonitor());
    }

    public void Dispose()
    {
        _monitor.Dispose();
        _patience.Dispose();
        _host.Dispose();
    }

    [NamespaceFact]
    public Task A_cable_pulled_and_plugged() => Sees(RouteChanges.Links, _host.Peer, "link set peer0 down", "link set peer0 up");

    [NamespaceTheory]
    [InlineData("rule add pref 4191 lookup 4191")]
    [InlineData("-6 rule add pref 4191 lookup 4191")]
    public async Task A_rule_that_comes_or_goes(string command)
    {
        foreach (var change in new[] { command, command.Replace("add", "delete", StringComparison.Ordinal) })
        {
            _host.Namespace.Ip(change);
            while (!(await _monitor.NextAsync(_patience.Token)).HasFlag(RouteChanges.Rules)) { }
        }
    }

    [NamespaceFact]
    public Task An_interface_down_and_up() => Sees(RouteChanges.Links, _host.Namespace, "link set eth0 down", "link set eth0 up");

    [NamespaceFact]
    public Task Ipv4_addresses() =>
        Sees(RouteChanges.Addresses, _host.Namespace, "address add 198.51.100.7/24 dev eth0", "address delete 198.51.100.7/24 dev eth0");

    [NamespaceFact]
    public Task Ipv6_addresses() =>
        Sees(RouteChanges.Addresses, _host.Namespace, "address add 2001:db8:1::7/64 dev eth0", "address delete 2001:db8:1::7/64 dev eth0");

    [NamespaceFact]
    public Task Ipv4_default_routes() =>
        Sees(RouteChanges.Routes, _host.Namespace, "route add default via 198.51.100.2", "route delete default via 198.51.100.2");

    [NamespaceFact]
    public Task Ipv6_default_routes() =>
        Sees(RouteChanges.Routes, _host.Namespace, "-6 route add default via fe80::1 dev eth0", "-6 route delete default via fe80::1 dev eth0");

    [NamespaceFact]
    public async Task Many_changes_are_few_notifications_and_none_is_lost()
    {
        for (var i = 2; i < 200; i++) _host.Namespace.Ip($"address add 10.0.0.{i}/32 dev eth0");
        var before = _host.Snapshot();
        var notifications = 0;
        while (!(await _monitor.NextAsync(_patience.Token)).HasFlag(RouteChanges.Addresses)) notifications++;

        Assert.InRange(notifications, 0, 5);
        Assert.Equal(before, _host.Snapshot());
    }

    [NamespaceFact]
    public async Task Disposing_ends_the_stream()
    {
        var seen = Task.Run(async () =>
        {
            await foreach (var _ in _monitor.ReadAllAsync(_patience.Token)) { }
        });
        _monitor.Dispose();
        await seen.WaitAsync(_patience.Token);
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await _monitor.NextAsync(_patience.Token));
    }

    [NamespaceFact]
    public void Lost_notifications_ask_for_a_resync()
    {
        using var events = _host.Namespace.Run(() => new RouteEventSocket(queueBytes: 1));
        Assert.Equal(RouteChanges.None, events.Drain());
        for (var i = 2; i < 50; i++) _host.Namespace.Ip($"address add 10.0.0.{i}/32 dev eth0");

        Assert.True(events.Drain().HasFlag(RouteChanges.Resync));
        _host.Namespace.Ip("address add 10.0.1.1/32 dev eth0");
        Assert.True(events.Drain().HasFlag(RouteChanges.Addresses));
    }

    /// <summary>Runs each command, and waits until the snapshot differs and the monitor has told about the kind of change.</summary>
    private async Task Sees(RouteChanges kind, NetworkNamespace where, params string[] commands)
    {
        foreach (var command in commands)
        {
            var before = _host.Snapshot();
            where.Ip(command);
            while (!(await _monitor.NextAsync(_patience.Token)).HasFlag(kind)) { }
            Assert.NotEqual(before, _host.Snapshot());
        }
    }
}
