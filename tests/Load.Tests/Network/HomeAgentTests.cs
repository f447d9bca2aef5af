using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire;

namespace DsMip.Load.Tests.Network;

/// <summary>The generator, the reflector and the checker with the real daemon.</summary>
public sealed class HomeAgentTests : IDisposable
{
    private static readonly NodeGeneration Generation = new(Ipv6Address.Parse("2001:db8:1::1:0"), 40, 1);
    private static readonly Ipv6Address Correspondent = Ipv6Address.Parse("2001:db8:f::2");
    private readonly HomeAgentProcess _daemon = new();
    private readonly string _acknowledgements = Path.GetTempFileName();

    public HomeAgentTests()
    {
        _daemon.Inside.Ip("route add 10.64.0.0/10 via 198.51.100.2");
        _daemon.Inside.Ip("route add 2001:db8:c::/64 via 2001:db8:f::2");
    }

    public void Dispose()
    {
        _daemon.Dispose();
        File.Delete(_acknowledgements);
    }

    [NamespaceTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bindings_payload_and_acknowledgements_agree_also_after_a_kill(bool simulateNat)
    {
        await StartAsync();
        using var stop = new CancellationTokenSource();
        using var reflector = _daemon.Outside.Run(() => new Reflector(Correspondent, 4190));
        var reflecting = Task.Run(() => reflector.Run(stop.Token));
        using var generator = _daemon.Outside.Run(() => LoadGenerator.Open(Settings(simulateNat)));

        Assert.Equal(40, generator.Run(LoadPhase.Register(100)).Accepted);
        Assert.Equal(2, AcknowledgementHistory.Read(_acknowledgements).Nodes.Values.Count(node => node.Ipv4.Count > 0));
        var moving = generator.Run(new LoadPhase { Rate = 50, Duration = TimeSpan.FromSeconds(2) });
        Assert.Equal(moving.Started, moving.Accepted);
        var payload = generator.Payload;
        Assert.Equal((0, 0L, 0L, 0L), (payload.Silent, payload.Misdelivered, payload.UplinkCopies, payload.DownlinkCopies));
        Assert.True(payload.DownlinkReceived > payload.UplinkSent / 2, $"{payload}");

        _daemon.Kill();
        await StartAsync();
        Assert.Empty(await ViolationsAsync());
        var again = generator.Run(new LoadPhase { Rate = 50, Duration = TimeSpan.FromSeconds(1) });
        Assert.Equal((again.Started, 0L), (again.Accepted, again.Resynchronised));
        await stop.CancelAsync();
        await reflecting;
        Assert.Empty(await ViolationsAsync());
    }

    /// <summary>The checker must be able to find something.</summary>
    [NamespaceFact]
    public async Task An_acknowledgement_that_nobody_holds_is_found()
    {
        await StartAsync();
        using (var generator = _daemon.Outside.Run(() => LoadGenerator.Open(Settings(simulateNat: true) with { Payload = null })))
            generator.Run(LoadPhase.Register(100));
        var history = AcknowledgementHistory.Read(_acknowledgements);
        history.Add(history.Nodes[Generation.First].Newest!.Value with { Sequence = 2 });
        Assert.StartsWith(BindingCheck.Stale, Assert.Single(await ViolationsAsync(history)), StringComparison.Ordinal);
    }

    private Task StartAsync() => _daemon.StartAsync([.. Generation.Nodes().SelectMany((node, i) => Flags(node, $"--MobileNodes:{i + 2}"))]);

    private static IEnumerable<string> Flags(LoadNode node, string key) =>
    [
        $"{key}:HomeAddress={node.HomeAddress}",
        $"{key}:BindingUpdate:Spi={node.BindingUpdate.Spi.Value}",
        $"{key}:BindingUpdate:EncryptionKey={Generation.KeyOf(node.BindingUpdate.Spi)}",
        $"{key}:BindingAcknowledgement:Spi={node.BindingAcknowledgement.Spi.Value}",
        $"{key}:BindingAcknowledgement:EncryptionKey={Generation.KeyOf(node.BindingAcknowledgement.Spi)}",
    ];

    private LoadSettings Settings(bool simulateNat) => new()
    {
        Nodes = [.. Generation.Nodes()],
        HomeAgent = Ipv6Address.Parse(Configured.HomeAgent),
        HomeAgentIpv4 = Ipv4Address.Parse("198.51.100.1"),
        CareOfIpv4 = Ipv4Prefix.Parse("10.64.0.0/10"),
        CareOfIpv6 = Ipv6Prefix.Parse("2001:db8:c::/64"),
        Ipv6Share = 0.25,
        DynamicIpv4 = 2,
        SimulateNat = simulateNat,
        Acknowledgements = _acknowledgements,
        Payload = new PayloadSettings(Correspondent, 4190, Share: 0.5, TimeSpan.FromMilliseconds(50)),
    };

    private Task<string[]> ViolationsAsync() => ViolationsAsync(AcknowledgementHistory.Read(_acknowledgements));

    private async Task<string[]> ViolationsAsync(AcknowledgementHistory history)
    {
        var check = new AcknowledgementCheck(history);
        Assert.Equal(40, await check.CheckApiAsync(new Uri("http://127.0.0.1:8191"), _daemon.Http));
        return [.. check.Violations.Lines];
    }
}
