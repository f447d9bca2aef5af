using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge.Discovery;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.HomeAgent.Tracing;
using DsMip.Linux;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>Runs the edge's thread from the moment the table is full until the process ends, whatever becomes of the cluster meanwhile.</summary>
internal sealed partial class EdgeLoop(
    EdgeNetwork network, HomeAgentOptions options, BindingTable table, IMobileNodeDirectory directory, IEdgeIpsecFactory ipsec, EdgeState state,
    HomeAgentsOnLink homeAgents, PacketWatch packets, HomeAgentMetrics metrics, AuditLog audit, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<EdgeLoop> log) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Thread? _thread;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Run) { Name = "edge", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        _thread?.Join();
        return Task.CompletedTask;
    }

    public void Dispose() => _stop.Dispose();

    private void Run()
    {
        try
        {
            var frames = EdgeFrames.Over(network, options, table, directory, ipsec, homeAgents, metrics, audit, clock);
            using var poller = new FramePoller(frames);
            frames.Attach(poller.Wake);
            packets.Attach(poller.Observe);
            packets.Attach(observer => network.Sender.Observer = observer);
            foreach (var source in network.Sources) poller.Add(source);
            state.Started();
            if (ReversePathCheck.IsStrict(options)) FilterIsStrict(log, options.HomeLink);
            if (network.HomeLink is null && options is { HomeLink: { } link, DuplicateAddressDetection: true }) CannotAsk(log, link);
            Running(log, options.HomeAgentAddress, options.HomeAgentIpv4Address, network.Tun.Name);
            poller.Run(_stop.Token);
        }
        catch (LinuxException e)
        {
            Broken(log, e.Message);
            End();
        }
        catch (Exception e)
        {
            Defect(log, e);
            End();
        }
        finally
        {
            state.Stopped();
        }
    }

    private void End()
    {
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "HomeLink {HomeLink} is no Ethernet: nobody there is asked whether a home address is in use, and none is answered for")]
    private static partial void CannotAsk(ILogger log, string homeLink);

    [LoggerMessage(Level = LogLevel.Information, Message = "forwarding for {HomeAgentAddress} and {HomeAgentIpv4Address} by {TunnelInterface}")]
    private static partial void Running(
        ILogger log, Wire.Ipv6Address homeAgentAddress, Wire.Ipv4Address? homeAgentIpv4Address, string tunnelInterface);

    [LoggerMessage(Level = LogLevel.Warning, Message = "net.ipv4.conf.{HomeLink}.rp_filter or that of all is 1: the kernel drops IPv4 packets that nodes on the home link send; 0 or 2 on both lets them pass")]
    private static partial void FilterIsStrict(ILogger log, string? homeLink);

    [LoggerMessage(Level = LogLevel.Critical, Message = "the edge has stopped: {Reason}")]
    private static partial void Broken(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "the edge has stopped by a defect")]
    private static partial void Defect(ILogger log, Exception exception);
}
