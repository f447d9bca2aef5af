using DsMip.Simulation.Tests.Network;
using DsMip.Simulation.Tests.Time;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Nodes;

/// <summary>Core, tunnel module and IPsec of the home agent, put together as the daemon does, without its sockets and its disk.</summary>
internal sealed class SimulatedHomeAgent(
    Scheduler scheduler, SimulatedInternet internet, AccessNetwork homeLink, IReadOnlyDictionary<Subscriber, ServedMobileNode> served, Journal? journal)
    : IDisposable
{
    private HomeAgentProcess? _process;

    public bool IsUp => _process is not null;

    public void Start()
    {
        journal?.Note("HA starts");
        _process = new HomeAgentProcess(new IpsecBoundary(Keys.HomeAgentPolicy).With(Keys.OpenUpdates(Subscriber.Insider)), Transmit);
        foreach (var mobileNode in served.Values) mobileNode.Start(_process);
    }

    /// <summary>As kill -9: what is not durable is gone, and so is what was on its way to the disk.</summary>
    public void Crash()
    {
        journal?.Note("HA crashes");
        foreach (var mobileNode in served.Values) mobileNode.Crash();
        Dispose();
    }

    public BidirectionalTunnel? TunnelOf(IpAddress home)
    {
        if (_process is not { } process) return null;
        var found = home.IsIpv4
            ? process.Table.TryFind(home.AsIpv4, scheduler.Now, out var tunnel)
            : process.Table.TryFind(home.AsIpv6, scheduler.Now, out tunnel);
        return found ? tunnel : null;
    }

    /// <summary>A frame to one of the home agent's own addresses.</summary>
    public void Receive(Frame frame)
    {
        if (_process is not { } process) return;
        var buffer = (byte[])frame.Bytes.Clone();
        if (!Decapsulator.TryDecapsulate(buffer, out var ingress, out var inner, out _)) return;
        if (IsForHomeAgent(buffer.AsSpan(inner))) Signalling(process, buffer.AsSpan(inner), ingress, frame);
        else if (process.Table.TryCheckUplink(ingress, buffer.AsSpan(inner), scheduler.Now, out _)) internet.Send(frame with { Bytes = buffer[inner] });
    }

    /// <summary>A packet to a home address, routed to the home link.</summary>
    public void Intercept(Frame frame)
    {
        if (!IsUp) return;
        if (TunnelOf(FrameHeader.Destination(frame.Bytes)) is not { } tunnel) homeLink.Deliver(frame);
        else if (PacketBuffer.Encapsulate(frame.Bytes, tunnel) is { } outer) Transmit(outer);
    }

    public void Dispose()
    {
        _process?.Ipsec.Dispose();
        _process = null;
    }

    private static bool IsForHomeAgent(ReadOnlySpan<byte> packet) =>
        InnerPacket.TryReadDestination(packet, out var destination) && destination == Place.HomeAgent;

    private void Signalling(HomeAgentProcess process, Span<byte> packet, in Ingress ingress, Frame frame)
    {
        FlowLabelTag.Stamp(packet, process.Ledger.Record(ingress));
        if (process.Ipsec.Open(packet) is not { } clear) return;
        if (!process.Ledger.TryTake(FlowLabelTag.Read(clear), out var recorded)) throw new SafetyViolation("a Binding Update without its ingress");
        if (MobilityPacket.Read<BindingUpdate>(clear) is not { } update) return;
        foreach (var (subscriber, mobileNode) in served)
            if (FrameHeader.Source(clear) == subscriber.HomeAddress) mobileNode.Receive(update, recorded, frame);
    }

    // A home address is on the link; everything else is behind the router.
    private void Transmit(byte[] frame)
    {
        var sent = new Frame(frame, Sender.HomeAgent);
        if (FrameHeader.Destination(frame) is { IsIpv4: false } destination && Place.HomePrefix.Contains(destination.AsIpv6)) homeLink.Deliver(sent);
        else internet.Send(sent);
    }
}
