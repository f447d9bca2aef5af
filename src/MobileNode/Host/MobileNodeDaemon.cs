using System.Threading.Channels;
using DsMip.Configuration;
using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Control;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Core.Discovery;
using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Datapath.Correspondents;
using DsMip.MobileNode.Diagnostics;
using DsMip.MobileNode.Network;
using DsMip.MobileNode.Protection;
using DsMip.MobileNode.Registration;
using DsMip.MobileNode.State;
using DsMip.Tunnel;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode;

/// <summary>All parts of the mobile node, put together. Two threads matter: the packet loop and the protocol loop.</summary>
internal sealed class MobileNodeDaemon : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>More than <see cref="HomeRegistration.FarewellTries"/> take.</summary>
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(10);

    private readonly Stack<IDisposable> _parts = new();
    private readonly ProtocolInbox _inbox = new();
    private readonly RouteNetlink _kernel;
    private readonly FormerRouters _formerRouters;
    private readonly NumberReservation _numbers;
    private readonly Uplink _uplink;
    private readonly Downlink _downlink;
    private readonly PacketLoop _packets;
    private readonly ProtocolLoop _protocol;
    private readonly IProtection _protection;
    private readonly ILogger _logger;
    private LinkSnapshot _links = new([], [], []);

    /// <exception cref="ConfigurationException">Something the user has to put right.</exception>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public MobileNodeDaemon(MobileNodeOptions options, ILogger logger)
    {
        _logger = logger;
        try
        {
            _numbers = NumberReservation.Start(Own(StateFile.Open(options.StateDirectory)), options.Keys, (ushort)Random.Shared.Next(ushort.MaxValue + 1));
            _kernel = Own(new RouteNetlink());
            _formerRouters = new FormerRouters(_kernel);
            var tun = Own(TunDevice.Open(options.TunnelInterface));
            var drops = new DropCounters();
            // Before there is a home address: payload that has to be sealed never finds no policy.
            var ipsec = Own(OpenIpsec(options, tun, drops));
            var routing = Own(new MobilityRouting(_kernel, tun, options, logger));
            var reversePath = Own(new ReversePathFilter(logger));
            var router = Own(new RouterMode(options.Router, tun, LinkSnapshot.Take(_kernel).Links, logger));
            var espInUdp = options.Ipsec == IpsecImplementation.Kernel ? options.HomeAgentIpv4Address : default;
            var sources = Own(new FrameSources(MobilityRouting.Mark, tun.InterfaceIndex, espInUdp));
            Own(StackShield.ForMobileNode(
                "mn", options.HomeAgentAddress, tun.Name, espInUdp.IsUnspecified ? null : espInUdp, options.RouteOptimization ? options.HomeAddress : null));
            var tunnel = new ReverseTunnel(options.HomeAgentAddress, options.HomeAgentIpv4Address, new HomeAddresses(options.HomeAddress, default));
            var senders = Own(new InterfaceSenders(MobilityRouting.Mark, index => Volatile.Read(ref _links).Find(index)));
            var routes = options.RouteOptimization ? new OptimizedRoutes(options.HomeAddress, options.HomeAgentAddress, _inbox, drops) : null;
            _uplink = new Uplink(
                ipsec.Boundary, tunnel, ipsec.Departures, senders, tun, drops,
                options.HomeAgentAddress, options.HomeAgentIpv4Address, sources.Udp.LocalPort, _inbox, ipsec.Held,
                options.Interoperability.HomeAddressOptionOverIpv4, routes);
            _downlink = new Downlink(ipsec.Boundary, tunnel, tun, drops, options.HomeAgentAddress, _inbox, routes);
            _packets = Own(new PacketLoop(sources, tun, ipsec.Boundary, tunnel, _uplink, _downlink, ipsec.FramesFor(_downlink)));
            _protection = Own(ipsec.ProtectionOf(_packets, _inbox));
            var homeLink = Own(new HomeLinkPresence(options, index => Volatile.Read(ref _links).Find(index), () => _inbox.Post(new ProtectionReadySeen()), logger));
            var executor = new CommandExecutor(_packets, routing, homeLink, _protection, _numbers, logger);
            var registration = new HomeRegistration(options.Registration, _numbers.LastSequence);
            var optimization = routes is null ? null : new RouteOptimization(options.HomeAddress, options.HomeAgentAddress, registration, executor, routes, drops, logger);
            _protocol = new ProtocolLoop(
                _inbox, options, registration, executor, routing, _protection, reversePath, router, _numbers, drops, new StateLog(logger), tun.InterfaceIndex, optimization);
            logger.LogInformation("mobile node {HomeAddress}, home agent {HomeAgent}, UDP port {Port}", options.HomeAddress, options.HomeAgentAddress, sources.Udp.LocalPort);
        }
        catch
        {
            DisposeParts();
            throw;
        }
    }

    /// <summary>The home agent has accepted us at some time.</summary>
    public bool WasAccepted => _protocol.WasAccepted;

    /// <summary>The home address is somebody else's.</summary>
    public bool IsHomeAddressLost => _protocol.IsHomeAddressLost;

    public Task<StatusReport> StatusAsync(CancellationToken stop) => _inbox.StatusAsync(stop);

    /// <summary>Runs until stopped, or the home agent or home address is left; throws if a part fails.</summary>
    /// <param name="mayLeave">Asked when the home agent does not serve us, not for long, or not at this home address: is there another one?</param>
    public async Task RunAsync(Func<LeaveReason, CancellationToken, Task<bool>> mayLeave, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var packetsEnd = new CancellationTokenSource();
        var packets = Task.Factory.StartNew(() => _packets.Run(packetsEnd.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            var leave = LeaveAsync(mayLeave, end.Token);
            Task[] tasks =
            [
                leave,
                _protocol.RunAsync(() => (_uplink.Sent, _downlink.Received), end.Token), WatchNetworkAsync(end.Token),
                RunProtectionAsync(end.Token),
            ];
            var first = await Task.WhenAny([packets, .. tasks]).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(tasks).WaitAsync(StopPatience, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested || first == leave)
            {
                _protocol.Stop();
                await _protection.WithdrawAsync().ConfigureAwait(false);
            }
            if (!stop.IsCancellationRequested) await first.ConfigureAwait(false);
        }
        finally
        {
            // Nothing that its thread uses is disposed while it runs.
            await packetsEnd.CancelAsync().ConfigureAwait(false);
            await packets.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Try(_numbers.Flush);
        }
    }

    public ValueTask DisposeAsync()
    {
        DisposeParts();
        return ValueTask.CompletedTask;
    }

    private async Task WatchNetworkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var monitor = new RouteMonitor();
                LookAtNetwork();
                await foreach (var _ in monitor.ReadAllAsync(stop).ConfigureAwait(false)) LookAtNetwork();
            }
            catch (Exception e) when (e is LinuxException or ChannelClosedException)
            {
                _logger.LogWarning("watching the network: {Problem}", e.Message);
                await Task.Delay(RetryPause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // The end.
            }
        }
    }

    private async Task LeaveAsync(Func<LeaveReason, CancellationToken, Task<bool>> mayLeave, CancellationToken stop)
    {
        await foreach (var why in _protocol.Lost.ReadAllAsync(stop).ConfigureAwait(false))
        {
            var leaves = await mayLeave(why, stop).ConfigureAwait(false);
            if (why.IsTold) await SayFarewellAsync(leaves, stop).ConfigureAwait(false);
            if (leaves) return;
            if (!why.IsTold) _inbox.Post(new HomeAgentKept());
        }
    }

    private async Task SayFarewellAsync(bool forGood, CancellationToken stop)
    {
        _inbox.Post(new LeaveWanted(forGood));
        if (forGood) await _protocol.Left.WaitAsync(FarewellPatience, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // One that has nothing to do is no reason to end.
    private async Task RunProtectionAsync(CancellationToken stop)
    {
        await _protection.RunAsync(stop).ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private IIpsecParts OpenIpsec(MobileNodeOptions options, TunDevice tun, DropCounters drops)
    {
        if (options.AcceptUnprotectedSignalling) return new ClearParts(options, drops);
        return options.Ipsec == IpsecImplementation.Kernel
            ? new KernelParts(options, tun, _numbers, drops, _logger)
            : new BitsParts(options, _numbers, drops);
    }

    // Told even if it looks the same: what was taken away may be ours.
    private void LookAtNetwork()
    {
        var seen = LinkSnapshot.Take(_kernel);
        Volatile.Write(ref _links, seen);
        _inbox.Post(new NetworkSeen(seen));
        _formerRouters.Forget(seen);
    }

    private T Own<T>(T part) where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }

    private void DisposeParts()
    {
        while (_parts.TryPop(out var part)) Try(part.Dispose);
    }

    // One part that cannot clean up keeps no other from it.
    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            _logger.LogError("at the end: {Problem}", e.Message);
        }
    }
}
