using System.Net.Sockets;
using DsMip.Configuration;
using DsMip.MobileNode.Control;

namespace DsMip.MobileNode.Host.Tests;

public sealed class ControlSocketTests : IDisposable
{
    private static readonly StatusReport Report = new(
        "Registered", "2001:db8:1::50", "198.51.100.50", "10.1.0.50", "UdpIpv4", true, 7, 600, DateTimeOffset.UnixEpoch, 3.25, 1, 2, "Bits", "by hand: signalling",
        new Dictionary<string, long> { ["NoBinding"] = 4 });

    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip-mn").FullName;

    private string Name => Path.Combine(_directory, "mn.sock");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_the_daemon_says_is_what_the_client_reads()
    {
        using var server = ControlServer.Listen(Name);
        using var stop = new CancellationTokenSource();
        var running = server.RunAsync(_ => Task.FromResult(Report), stop.Token);
        for (var i = 0; i < 3; i++) Assert.Equivalent(Report, await Task.Run(() => ControlClient.Ask(Name)), strict: true);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public void A_file_that_is_no_socket_is_not_replaced()
    {
        File.WriteAllText(Name, "precious");
        Assert.Equal("ControlSocket", Assert.Throws<ConfigurationException>(() => ControlServer.Listen(Name)).Key);
        Assert.Equal("precious", File.ReadAllText(Name));
    }

    [Fact]
    public async Task A_client_that_does_not_read_or_hangs_up_stops_nobody()
    {
        using var server = ControlServer.Listen(Name);
        using var stop = new CancellationTokenSource();
        var running = server.RunAsync(_ => Task.FromResult(Report), stop.Token);
        using (var rude = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)) await rude.ConnectAsync(new UnixDomainSocketEndPoint(Name));
        Assert.Equal("Registered", (await Task.Run(() => ControlClient.Ask(Name))).State);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public void A_socket_left_by_a_crash_is_replaced_and_a_living_one_is_not()
    {
        using (var crashed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)) crashed.Bind(new UnixDomainSocketEndPoint(Name));
        File.WriteAllText(Name + ".x", "");
        using var server = ControlServer.Listen(Name);
        Assert.Equal("ControlSocket", Assert.Throws<ConfigurationException>(() => ControlServer.Listen(Name)).Key);
        Assert.True(File.Exists(Name));
    }

    [Fact]
    public void It_is_gone_with_the_daemon_and_the_client_says_so()
    {
        ControlServer.Listen(Name).Dispose();
        Assert.False(File.Exists(Name));
        Assert.Contains(Name, Assert.Throws<IOException>(() => ControlClient.Ask(Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_for_people_has_the_essentials()
    {
        var text = StatusText.Of(Report);
        foreach (var part in new[] { "Registered", "2001:db8:1::50, 198.51.100.50", "10.1.0.50", "UdpIpv4, behind a NAT", "600 s", "3.2 ms", "2 handovers", "4 NoBinding" })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }
}
