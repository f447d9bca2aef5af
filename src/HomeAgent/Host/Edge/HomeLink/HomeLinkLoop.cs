using DsMip.HomeAgent.Edge.Discovery;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Prefixes;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.HomeLink;

/// <summary>Runs the home link's thread, beside that of payload: whatever a link is flooded with slows nothing else down.</summary>
internal sealed partial class HomeLinkLoop(
    NeighborSocket socket, HomeAgentOptions options, HomeLinkInbox inbox, ProxiedAddresses proxied, HomeAgentMetrics metrics, HomeAgentsOnLink told,
    HomePrefixTable prefixes, TimeProvider clock,
    IHostApplicationLifetime lifetime, ILogger<HomeLinkLoop> log) : IHostedService, IDisposable
{
    private const int FrameSize = 1514;
    private const int Batch = 64;

    private readonly CancellationTokenSource _stop = new();
    private Thread? _thread;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Run) { Name = "home link", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        socket.Wake();
        _thread?.Join();
        return Task.CompletedTask;
    }

    public void Dispose() => _stop.Dispose();

    private void Run()
    {
        try
        {
            var frames = new HomeLinkFrames(
                socket, SourceAddress(), inbox, proxied, metrics, told, RouterAdvertiser.Of(options, prefixes, socket.LinkAddress));
            inbox.Attach(socket.Wake);
            Running(log, options.HomeLink!, socket.LinkAddress);
            var buffer = new byte[FrameSize];
            while (!_stop.IsCancellationRequested)
            {
                socket.Wait(frames.Work(clock.GetUtcNow()));
                for (var i = 0; i < Batch && socket.Receive(buffer) is > 0 and var length; i++) frames.Handle(buffer.AsSpan(0, length), clock.GetUtcNow());
            }
            frames.End();
        }
        catch (LinuxException e)
        {
            Broken(log, e.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    /// <summary>RFC 6275 10.4.1: the home agent's address on the interface used.</summary>
    private Ipv6Address SourceAddress()
    {
        using var kernel = new RouteNetlink();
        var index = kernel.GetLink(options.HomeLink!).Index;
        var addresses = kernel.GetAddresses().Where(address => address.InterfaceIndex == index && address.Address.IsIpv6).Select(address => address.Address.AsIpv6).ToList();
        if (addresses.Contains(options.HomeAgentAddress)) return options.HomeAgentAddress;
        return addresses.Where(address => address.IsLinkLocal || options.HomePrefix.Contains(address)).DefaultIfEmpty(options.HomeAgentAddress).Max();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "stands in on {HomeLink} for mobile nodes that are away, at {LinkAddress}")]
    private static partial void Running(ILogger log, string homeLink, LinkAddress linkAddress);

    [LoggerMessage(Level = LogLevel.Critical, Message = "the home link has stopped: {Reason}")]
    private static partial void Broken(ILogger log, string reason);
}
