using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DsMip.HomeAgent.Core.Names;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Names;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Names;

/// <summary>Against BIND.</summary>
public sealed class DynamicNameUpdatesTests
{
    private const string Name = "mn.example.org";
    private static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::a");
    private static readonly Ipv6Address Other = Ipv6Address.Parse("2001:db8:1::b");

    [NameServerFact]
    [Clause("5026-6-dns-first", "5026-6-remove", "5026-9.5-secure")]
    public async Task A_name_gets_its_home_address_and_loses_it_again()
    {
        using var server = new NameServer("mn IN AAAA 2001:db8::dead\nmn IN TXT kept");
        var metrics = new HomeAgentMetrics();
        using var updates = Updates(server.Port, server.KeyFile, metrics);

        Assert.Equal(DnsUpdateStatus.Performed, await updates.UpdateAsync(new NameUpdate(Name, Home, Remove: false)));
        Assert.Equal([$"{Home}"], server.Query(Name, "AAAA"));
        Assert.Equal(DnsUpdateStatus.Performed, await updates.UpdateAsync(new NameUpdate(Name, Home, Remove: false)));
        Assert.Equal(DnsUpdateStatus.Performed, await updates.UpdateAsync(new NameUpdate(Name, Other, Remove: true)));
        Assert.Equal([$"{Home}"], server.Query(Name, "AAAA"));
        Assert.Equal(DnsUpdateStatus.Performed, await updates.UpdateAsync(new NameUpdate(Name, Home, Remove: true)));
        Assert.Empty(server.Query(Name, "AAAA"));
        Assert.Equal(["\"kept\""], server.Query(Name, "TXT"));
        Assert.Equal(4, metrics.NameUpdates(DnsUpdateStatus.Performed));
    }

    [NameServerFact]
    [Clause("5026-9.5-secure")]
    public async Task Another_secret_changes_nothing()
    {
        using var server = new NameServer();
        var wrong = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(wrong, Convert.ToBase64String(new byte[32]));
            using var updates = Updates(server.Port, wrong);
            Assert.Equal(DnsUpdateStatus.UpdateFailed, await updates.UpdateAsync(new NameUpdate(Name, Home, Remove: false)));
            Assert.Empty(server.Query(Name, "AAAA"));
        }
        finally
        {
            File.Delete(wrong);
        }
    }

    /// <summary>Who answers in the server's place has no key.</summary>
    [NameServerFact]
    [Clause("5026-9.5-secure")]
    public async Task An_answer_that_is_not_under_the_key_is_no_success()
    {
        using var server = new NameServer();
        using var impostor = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var updates = Updates(((IPEndPoint)impostor.Client.LocalEndPoint!).Port, server.KeyFile);
        var update = updates.UpdateAsync(new NameUpdate(Name, Home, Remove: false));
        var request = await impostor.ReceiveAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        // The header of the question with flag QR, NOERROR, and nothing but the zone.
        var zone = request.Buffer.AsSpan(12, 17).ToArray();
        byte[] answer = [.. request.Buffer.AsSpan(0, 2), 0xa8, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. zone];
        await impostor.SendAsync(answer, request.RemoteEndPoint);
        Assert.Equal(DnsUpdateStatus.UpdateFailed, await update);
    }

    [NameServerFact]
    public async Task A_server_that_does_not_answer_holds_nobody_up_for_longer_than_the_bound()
    {
        using var server = new NameServer();
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var updates = Updates(((IPEndPoint)silent.Client.LocalEndPoint!).Port, server.KeyFile);
        var started = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => updates.UpdateAsync(new NameUpdate(Name, Home, Remove: false))));
        // Far less than one after the other; the machine may be slow.
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(10), $"{started.Elapsed}");
        Assert.Equal(256, all.Count(status => status == DnsUpdateStatus.UpdateFailed));
        Assert.Equal(44, all.Count(status => status == DnsUpdateStatus.ReasonUnspecified));
    }

    internal static NameUpdateOptions Options(int port, string keyFile) => Configured.Options(
        ("NameUpdates:Server", NameServer.Address), ("NameUpdates:Port", $"{port}"), ("NameUpdates:Zone", NameServer.Zone), ("NameUpdates:KeyName", NameServer.KeyName),
        ("NameUpdates:KeyFile", keyFile), ("NameUpdates:Timeout", "00:00:02")).NameUpdates!;

    private static DynamicNameUpdates Updates(int port, string keyFile, HomeAgentMetrics? metrics = null) =>
        new(Options(port, keyFile), metrics ?? new HomeAgentMetrics(), NullLogger<DynamicNameUpdates>.Instance);
}
